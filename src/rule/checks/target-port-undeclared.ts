import { derived } from '../../base/derived.ts';
import { objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { podsInSight } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { declaredOn, leadsToDeclared, numbersOf, protocolKey } from '../../reach/service/declared.ts';
import { declaredPorts, findPort, servicePorts, isHeadless } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import { isSidePort } from '../../reach/service/side-port.ts';
import { listContainerPorts } from '../../reach/service/target-port.ts';
import { usualPorts } from '../../reach/service/usual-ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { ofEveryCopy } from '../every-copy.ts';
import { relatedSome } from '../related-some.ts';
import type { Check, FindingFix } from '../rule.ts';

/**
 * A Service port with a number that none of its pods declares, while each of them declares others that nobody asks
 * for. Declaring ports is not needed, so this is said only where nothing in the pod speaks of the number.
 */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  // Clients of a headless Service choose pod and port themselves.
  if (isHeadless(service)) return;
  const ports = servicePorts(service);
  if (!ports.some(({ targetPort }) => typeof targetPort === 'number')) return;
  const behind = podsInSight(graph, service);
  if (behind === undefined) return;
  const pods = behind.lasting;
  if (pods.length === 0 || ports.some((port) => leadsToDeclared(pods, port))) return;
  if (derived(pods, 'asked for by Services', () => pods.some((pod) => isAskedFor(graph, pod)))) return;
  for (const port of ports) {
    const { targetPort } = port;
    if (typeof targetPort !== 'number' || !declareOthersOnly(pods, port)) continue;
    if (numbersIn(graph, pods).has(String(targetPort)) || usualOf(pods).has(targetPort)) continue;
    const [first] = pods;
    if (first === undefined) continue;
    const from = port.targetWritten ? '' : ' (its targetPort is left out)';
    yield {
      at: port.targetPath,
      message: `${nameOf(service)} sends requests to port ${port.targetPort}${from}, but ${nameOf(first.owner)} declares only ${listContainerPorts(pods)}; if nothing else listens there, requests to port ${port.port ?? '?'} are refused.`,
      ...(isMistakable(port, pods) ? {} : { severity: 'info' }),
      related: [
        ...relatedSome(pods, (pod) => ({
          resource: pod.owner,
          at: declaredPorts(pod)[0]?.path ?? pod.path,
          message: `${nameOf(pod.owner)} declares ${listContainerPorts([pod])}`,
        })),
        ...dependentsOfService(graph, service, port),
      ],
      fixes: fixesOf(port, pods),
    };
  }
});

/** Numbers that people give to web applications, and so mistake for each other. */
const WEB_PORTS: ReadonlySet<number> = new Set([
  80, 81, 443, 3000, 3001, 4000, 4200, 5000, 5173, 8000, 8001, 8008, 8080, 8081, 8088, 8443, 8888, 9000,
]);

/** A number written for its own sake, as of a webhook or of gRPC, is likelier one that nobody cared to declare. */
function isMistakable({ targetWritten, targetPort }: ServicePort, pods: readonly Pod[]): boolean {
  if (!targetWritten) return true;
  return (
    typeof targetPort === 'number' &&
    WEB_PORTS.has(targetPort) &&
    derived(pods, 'web ports', () =>
      declaredOn(pods).ports.some((one) => one.port !== undefined && WEB_PORTS.has(one.port)),
    )
  );
}

function declareOthersOnly(pods: readonly Pod[], { protocol: wanted, targetPort }: ServicePort): boolean {
  const all = derived(pods, `declare ports of ${wanted}`, () =>
    pods.every((pod) => {
      const same = declaredPorts(pod).filter(({ protocol }) => protocol === wanted);
      // Who declares only a port to be watched by says nothing of the port that serves.
      return !same.every(({ name }) => isSidePort(name)) && same.every(({ port }) => port !== undefined);
    }),
  );
  return all && !declaredOn(pods).byNumber.has(protocolKey(targetPort, wanted));
}

/** Whether some Service port lands on what the pod declares: then the other number may be a second, undeclared port. */
function isAskedFor(graph: Graph, pod: Pod): boolean {
  const services = graph.servicesOf(pod);
  const asked = derived(services, 'target ports', () => {
    const ports = new Map<string, ServicePort>();
    for (const port of services.flatMap(servicePorts))
      ports.set(protocolKey(port.targetPort, port.protocol), port);
    return ports;
  });
  return declaredPorts(pod).some(({ name, port, protocol }) =>
    [name, port].some((one) => {
      const wanted = asked.get(protocolKey(one, protocol));
      if (wanted === undefined) return false;
      const found = findPort(wanted, pod);
      return found.found && found.declared !== undefined;
    }),
  );
}

/** The numbers that stand anywhere in the pods, or in ConfigMaps that they read. */
function numbersIn(graph: Graph, pods: readonly Pod[]): ReadonlySet<string> {
  return derived(
    pods,
    'numbers in texts',
    () => new Set(pods.flatMap((pod) => [...textsOf(graph, pod)].flatMap((one) => [...one]))),
  );
}

function* textsOf(graph: Graph, pod: Pod): Iterable<ReadonlySet<string>> {
  const template = objectOf(pod.path.length === 0 ? pod.owner.value : templateOf(pod));
  yield digitsIn([template.metadata ?? null, pod.spec]);
  for (const { to, namespace, name } of graph.references(pod.owner)) {
    const map = to === 'ConfigMap' ? graph.find(to, namespace, name) : undefined;
    if (map !== undefined) yield derived(map, 'numbers in data', () => digitsIn(map.value.data ?? null));
  }
}

function digitsIn(value: JsonValue): ReadonlySet<string> {
  return new Set(JSON.stringify(value).match(/[0-9]+/g));
}

function templateOf(pod: Pod): Resource['value'] {
  let value = pod.owner.value;
  for (const step of pod.path) value = objectOf(value[step]);
  return value;
}

function usualOf(pods: readonly Pod[]): ReadonlySet<number> {
  return derived(
    pods,
    'usual ports',
    () =>
      new Set(
        pods.flatMap(({ containers }) =>
          containers.flatMap(({ value }) => usualPorts(stringOf(value.image) ?? '')),
        ),
      ),
  );
}

function fixesOf(port: ServicePort, pods: readonly Pod[]): readonly FindingFix[] {
  if (!port.targetWritten) return [];
  const numbers = numbersOf(pods, port.protocol);
  const [only] = numbers;
  if (numbers.size !== 1 || only === undefined) return [];
  return [{ title: `Use port ${only}`, safety: 'unsafe', edits: [{ at: port.targetPath, value: only }] }];
}
