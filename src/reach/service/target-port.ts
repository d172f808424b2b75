import { derived } from '../../base/derived.ts';
import { someOf } from '../../base/some.ts';
import { servingContainers, declaredPorts, findPort } from './service.ts';
import type { ServicePort } from './service.ts';
import { portNameProblem } from '../../resource/port-name.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';

/** Port names of the proxies that meshes add to pods when they are created: nobody writes them down. */
const INJECTED_NAMES: ReadonlySet<string> = new Set([
  'http-envoy-prom',
  'linkerd-admin',
  'linkerd-proxy',
  'dapr-http',
  'dapr-grpc',
  'dapr-internal',
  'dapr-metrics',
]);

/** Whether the API server accepts it as the name of a port; another rule speaks of those that it refuses. */
export function isPortName(value: unknown): value is string {
  return typeof value === 'string' && portNameProblem(value) === undefined;
}

/** Whether the name of a target port can be judged by what the containers declare. */
export function isWrittenName({ targetPort }: ServicePort): boolean {
  return isPortName(targetPort) && !INJECTED_NAMES.has(targetPort);
}

/** Of pods, those that a Service port finds its target on, and the others. */
export function splitByPort(
  port: ServicePort,
  pods: readonly Pod[],
): { readonly having: readonly Pod[]; readonly lacking: readonly Pod[] } {
  const having: Pod[] = [];
  const lacking: Pod[] = [];
  for (const pod of pods) (findPort(port, pod).found ? having : lacking).push(pod);
  return { having, lacking };
}

/** `http (8080), metrics (9090/UDP), 7946`: how messages list what pods declare. */
export function listContainerPorts(pods: readonly Pod[]): string {
  return derived(pods, 'list of container ports', () => {
    const ports = new Set(pods.flatMap(declaredPorts).map(formatContainerPort));
    return ports.size === 0 ? 'no ports' : someOf(ports);
  });
}

export function formatContainerPort({ name, port, protocol }: ContainerPort): string {
  const number = `${port ?? '?'}${protocol === 'TCP' ? '' : `/${protocol}`}`;
  return name === '' ? number : `${name} (${number})`;
}

/** A port of that name whose protocol is another one than the Service's. */
export function ofOtherProtocol(port: ServicePort, pods: readonly Pod[]): ContainerPort | undefined {
  return pods
    .flatMap(declaredPorts)
    .find(({ name, protocol }) => name === port.targetPort && protocol !== port.protocol);
}

/** A port of that name on an init container that ends before the pod serves. */
export function onInitContainer(port: ServicePort, pods: readonly Pod[]): ContainerPort | undefined {
  return pods
    .flatMap((pod) => {
      const serving = new Set(servingContainers(pod));
      return pod.containers.filter((container) => !serving.has(container));
    })
    .flatMap(({ ports }) => ports)
    .find(({ name }) => name === port.targetPort);
}
