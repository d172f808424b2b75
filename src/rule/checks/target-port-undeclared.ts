import { objectOf, stringOf } from '../../base/json.ts';
import { endsByItself, podsInSight } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
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
  const pods = behind.all.filter((pod) => !endsByItself(pod));
  if (pods.length === 0 || pods.some((pod) => asksForDeclared(graph, service, ports, pod))) return;
  for (const port of ports) {
    if (typeof port.targetPort !== 'number' || !pods.every((pod) => declaresOthersOnly(port, pod))) continue;
    if (pods.some((pod) => speaksOf(graph, pod, String(port.targetPort)) || isUsual(pod, port))) continue;
    const [first] = pods;
    if (first === undefined) continue;
    const from = port.targetWritten ? '' : ' (its targetPort is left out)';
    yield {
      at: port.targetPath,
      message: `${nameOf(service)} sends requests to port ${port.targetPort}${from}, but ${nameOf(first.owner)} declares only ${listContainerPorts(pods)}; if nothing else listens there, requests to port ${port.port ?? '?'} are refused.`,
      ...(isMistakable(port, pods) ? {} : { severity: 'info' }),
      related: [
        ...pods.map((pod) => ({
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
    pods.flatMap(declaredPorts).some(({ port }) => port !== undefined && WEB_PORTS.has(port))
  );
}

function declaresOthersOnly(port: ServicePort, pod: Pod): boolean {
  const same = declaredPorts(pod).filter(({ protocol }) => protocol === port.protocol);
  // Who declares only a port to be watched by says nothing of the port that serves.
  if (same.every(({ name }) => isSidePort(name))) return false;
  return same.length > 0 && same.every((one) => one.port !== undefined && one.port !== port.targetPort);
}

/** Whether some Service port lands on what the pod declares: then the other number may be a second, undeclared port. */
function asksForDeclared(graph: Graph, service: Resource, own: readonly ServicePort[], pod: Pod): boolean {
  const others = graph.servicesOf(pod).filter((other) => other !== service);
  return [...own, ...others.flatMap(servicePorts)].some((port) => {
    const found = findPort(port, pod);
    return found.found && found.declared !== undefined;
  });
}

/** Whether the number stands anywhere in the pod, or in a ConfigMap that the pod reads. */
function speaksOf(graph: Graph, pod: Pod, number: string): boolean {
  const word = new RegExp(`(?<![0-9])${number}(?![0-9])`);
  const template = objectOf(pod.path.length === 0 ? pod.owner.value : templateOf(pod));
  if (word.test(JSON.stringify([template.metadata ?? null, pod.spec]))) return true;
  return graph.references(pod.owner).some(({ to, namespace, name }) => {
    if (to !== 'ConfigMap') return false;
    const map = graph.find(to, namespace, name);
    return map !== undefined && word.test(JSON.stringify(map.value.data ?? null));
  });
}

function templateOf(pod: Pod): Resource['value'] {
  let value = pod.owner.value;
  for (const step of pod.path) value = objectOf(value[step]);
  return value;
}

function isUsual(pod: Pod, port: ServicePort): boolean {
  return pod.containers.some(({ value }) =>
    usualPorts(stringOf(value.image) ?? '').includes(Number(port.targetPort)),
  );
}

function fixesOf(port: ServicePort, pods: readonly Pod[]): readonly FindingFix[] {
  if (!port.targetWritten) return [];
  const numbers = new Set(
    pods
      .flatMap(declaredPorts)
      .flatMap(({ port: number, protocol }) => (protocol === port.protocol ? [number] : [])),
  );
  const [only] = numbers;
  if (numbers.size !== 1 || only === undefined) return [];
  return [{ title: `Use port ${only}`, safety: 'unsafe', edits: [{ at: port.targetPath, value: only }] }];
}
