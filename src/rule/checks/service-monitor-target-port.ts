import { derived } from '../../base/derived.ts';
import { someOf } from '../../base/some.ts';
import { podsInSight } from '../../reach/service/behind.ts';
import { isJudged, isShown, mayComeFromElsewhere, readMonitor, servicesOf } from '../../reach/monitor.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A targetPort of a ServiceMonitor that no container declares. Targets are kept by the declared number or name of the
 * container's port (prometheus-operator pkg/prometheus/promcfg.go), so for Prometheus the declaration counts.
 */
export const check: Check = function* (resource, { graph }) {
  const monitor = readMonitor(resource);
  if (monitor === undefined || !isJudged(graph, monitor)) return;
  const services = servicesOf(graph, monitor);
  const [service] = services;
  if (service === undefined || mayComeFromElsewhere(graph, monitor)) return;
  const asked = monitor.endpoints.filter(
    ({ port, targetPort }) => port === undefined && targetPort !== undefined,
  );
  if (asked.length === 0) return;
  const { pods, declared } = derived(services, 'declared behind', () => declaredBehind(graph, services));
  const [pod] = pods;
  if (pod === undefined) return;
  for (const { path, targetPort } of asked) {
    if (targetPort === undefined) continue;
    if (typeof targetPort === 'string' && isPlaceholderName(targetPort)) continue;
    if (declared.some((one) => (typeof targetPort === 'number' ? one.port : one.name) === targetPort))
      continue;
    const at = [...path, 'targetPort'];
    const quoted = declared.find((one) => String(one.port) === targetPort)?.port;
    yield {
      at,
      message: `${nameOf(resource)} scrapes container port ${JSON.stringify(targetPort)}, which ${nameOf(pod.owner)} does not declare (${list(declared)}); Prometheus keeps declared ports only, and nothing is scraped.${quoted === undefined ? '' : ' In quotes it is a name.'}`,
      ...(isShown(graph, monitor, service) ? {} : { severity: 'warning' }),
      related: [
        { resource: service, message: `${nameOf(service)} is selected` },
        {
          resource: pod.owner,
          at: [...pod.path, 'spec', 'containers'],
          message: `${nameOf(pod.owner)} is behind it`,
        },
      ],
      fixes:
        quoted === undefined
          ? []
          : [{ title: `Use the number ${quoted}`, safety: 'safe', edits: [{ at, value: quoted }] }],
    };
  }
};

/** No pods if something may be behind a Service that the manifests do not show. */
function declaredBehind(
  graph: Graph,
  services: readonly Resource[],
): { readonly pods: readonly Pod[]; readonly declared: readonly ContainerPort[] } {
  const pods = new Set<Pod>();
  for (const lists of new Set(services.map((one) => podsInSight(graph, one)?.all))) {
    if (lists === undefined) return { pods: [], declared: [] };
    for (const pod of lists) pods.add(pod);
  }
  return {
    pods: [...pods],
    declared: [...pods].flatMap(({ containers }) => containers.flatMap(({ ports }) => ports)),
  };
}

function list(ports: readonly ContainerPort[]): string {
  const texts = new Set(ports.map(({ port, name }) => `${port ?? '?'}${name === '' ? '' : ` (${name})`}`));
  return texts.size === 0 ? 'it declares none' : `it declares ${someOf(texts)}`;
}
