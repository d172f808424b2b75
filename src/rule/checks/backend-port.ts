import { nearest } from '../../base/nearest.ts';
import { answeredWithout } from '../../reach/ingress/answered.ts';
import { failuresBy } from '../../reach/ingress/failure.ts';
import { acceptsTargetPort } from '../../reach/ingress/nginx.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { requestsOf } from '../../reach/chain.ts';
import {
  declaredPorts,
  isHeadless,
  listServicePorts,
  servicePorts,
  serviceType,
} from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Reference, ReferencePort } from '../../reference/reference.ts';
import { sameNamed } from '../../reference/same-name.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';
import { portNameProblem } from '../../resource/port-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding, FindingFix, RelatedObject } from '../rule.ts';

/** An Ingress backend names a port that its Service does not have. */
export const check: Check = function* (resource, { graph }) {
  const answered = answeredWithout(graph, resource);
  if (answered === 'all') return;
  for (const reference of graph.references(resource)) {
    if (reference.row.id !== 'ingress-backend' || reference.port === undefined) continue;
    if (!isAcceptable(reference.port)) continue;
    const resolution = graph.resolve(reference);
    if (resolution.status !== 'found') continue;
    const { target } = resolution;
    const ports = servicePorts(target);
    // Without ports an ExternalName is complete; any other Service but a headless one is rejected for it.
    if (ports.length === 0 && (serviceType(target) === 'ExternalName' || !isHeadless(target))) continue;
    // Each overlay of an environment may hold a copy of its own.
    const copies = sameNamed(graph, 'Service', target.namespace, target.name);
    if (copies.some((copy) => has(servicePorts(copy), reference.port))) continue;
    const finding = findingOf(graph, reference, reference.port, target, ports);
    yield answered === 'some' ? { ...finding, severity: 'warning' } : finding;
  }
};

/** What the API server rejects as a port is another rule's finding. */
function isAcceptable({ value, path }: ReferencePort): boolean {
  if (typeof value === 'number') return path.at(-1) !== 'name' && value > 0 && value < 65_536;
  return path.at(-1) !== 'number' && !isPlaceholderName(value) && portNameProblem(value) === undefined;
}

function has(ports: readonly ServicePort[], wanted: ReferencePort | undefined): boolean {
  const value = wanted?.value;
  return ports.some(({ port, name }) =>
    typeof value === 'number'
      ? port === value || port === undefined
      : name === value || isPlaceholderName(name),
  );
}

function findingOf(
  graph: Graph,
  reference: Reference,
  { value, path }: ReferencePort,
  service: Resource,
  ports: readonly ServicePort[],
): Finding {
  const byTarget = ports.filter(({ targetPort }) => targetPort === value);
  const container = containerPort(graph, service, value);
  const meant =
    byTarget.length > 0
      ? byTarget
      : ports.filter(
          ({ targetPort, name }) =>
            targetPort === container?.declared.port || name === container?.declared.name,
        );
  // ingress-nginx and haproxy-ingress compare a backend's port with the targetPorts too (NG2).
  const controller = programOf(graph, reference.from)?.id;
  const works =
    byTarget.length > 0 &&
    ((controller === 'ingress-nginx' && acceptsTargetPort(reference.from)) ||
      controller === 'haproxy-ingress');
  const written = typeof value === 'number' ? `port ${value}` : `port "${value}"`;
  const why =
    byTarget.length > 0
      ? ` ${value} is its targetPort.`
      : container === undefined
        ? ''
        : ` ${value} is a port of the container.`;
  const effect = works
    ? `only because ${controller} accepts a targetPort do requests get through`
    : failuresBy(controller).port;
  const related: RelatedObject[] = [
    {
      resource: service,
      at: meant[0]?.path ?? ['spec', 'ports'],
      message: `${nameOf(service)} listens on ${listServicePorts(ports)}`,
    },
  ];
  if (container !== undefined) {
    related.push({
      resource: container.pod.owner,
      at: container.declared.path,
      message: `${nameOf(container.pod.owner)} declares the container port ${value}`,
    });
  }
  return {
    at: path,
    message: `${nameOf(reference.from)} sends ${requestsOf(reference)} to ${written} of ${nameOf(service)}, which has ${ports.length === 0 ? '' : 'only '}${listServicePorts(ports)}; ${effect}.${why}`,
    ...(works || service.unrendered !== undefined || reference.from.unrendered !== undefined
      ? { severity: 'warning' }
      : {}),
    related,
    fixes: fixesOf(path, value, meant, ports),
  };
}

function containerPort(
  graph: Graph,
  service: Resource,
  value: number | string,
): { readonly pod: Pod; readonly declared: ContainerPort } | undefined {
  for (const pod of graph.podsBehind(service).sure) {
    const declared = declaredPorts(pod).find(({ port, name }) =>
      typeof value === 'number' ? port === value : name === value,
    );
    if (declared !== undefined) return { pod, declared };
  }
  return undefined;
}

function fixesOf(
  path: Reference['path'],
  value: number | string,
  meant: readonly ServicePort[],
  ports: readonly ServicePort[],
): readonly FindingFix[] {
  const [only] = meant.length > 0 ? meant : ports;
  const candidates = meant.length > 0 ? meant : ports;
  if (typeof value === 'string') {
    const names = candidates.map(({ name }) => name).filter((name) => name !== '');
    const near = nearest(value, names);
    const name = names.length === 1 ? names[0] : near;
    return name === undefined ? [] : [use(path, name, meant.length === 1)];
  }
  return candidates.length === 1 && only?.port !== undefined
    ? [use(path, only.port, meant.length === 1)]
    : [];
}

function use(at: Reference['path'], value: number | string, sure: boolean): FindingFix {
  return { title: `Use port ${value}`, safety: sure ? 'safe' : 'unsafe', edits: [{ at, value }] };
}
