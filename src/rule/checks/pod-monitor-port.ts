import { someOf } from '../../base/some.ts';
import { nearest } from '../../base/nearest.ts';
import { isWhole } from '../../reach/service/behind.ts';
import { isJudged, isShown, mayComeFromElsewhere, namespacesOf, readMonitor } from '../../reach/monitor.ts';
import type { MonitorEndpoint } from '../../reach/monitor.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import type { ContainerPort } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A port of a PodMonitor that no selected pod declares: `port` is the name of a container port, `portNumber` its number
 * (prometheus-operator pkg/prometheus/promcfg.go generatePodMonitorConfig).
 */
export const check: Check = function* (resource, { graph }) {
  const monitor = readMonitor(resource);
  if (monitor === undefined || !isJudged(graph, monitor)) return;
  const selections = namespacesOf(graph, monitor).map((namespace) =>
    graph.select(namespace, monitor.selector),
  );
  const pods = selections.flatMap(({ sure }) => sure);
  const [pod] = pods;
  if (pod === undefined || !pods.every(isWhole) || selections.some(({ possible }) => possible.length > 0))
    return;
  const declared = pods.flatMap(({ containers }) => containers.flatMap(({ ports }) => ports));
  for (const endpoint of monitor.endpoints) {
    const asked = askedOf(endpoint);
    if (asked === undefined || has(declared, asked.value)) continue;
    if (typeof asked.value === 'string' && declared.some(({ name }) => isPlaceholderName(name))) continue;
    const names = [...new Set(declared.flatMap(({ name }) => (name === '' ? [] : [name])))];
    const byNumber = declared.find((one) => String(one.port) === String(asked.value))?.name;
    const near =
      typeof asked.value !== 'string'
        ? undefined
        : byNumber !== undefined && byNumber !== ''
          ? byNumber
          : nearest(asked.value, names);
    const at = [...endpoint.path, asked.field];
    const sure = near !== undefined || isShown(graph, monitor, pod.owner);
    yield {
      at,
      message: `${nameOf(resource)} scrapes ${asked.field} ${asked.value}, which ${nameOf(pod.owner)} does not declare (${listed(declared)}); nothing is scraped.${near === undefined ? '' : ` Did you mean ${near}?`}`,
      ...(sure && !mayComeFromElsewhere(graph, monitor) ? {} : { severity: 'warning' }),
      related: [
        {
          resource: pod.owner,
          at: [...pod.path, 'spec', 'containers'],
          message: `${nameOf(pod.owner)} makes the pods that are selected`,
        },
      ],
      fixes:
        near === undefined ? [] : [{ title: `Use ${near}`, safety: 'unsafe', edits: [{ at, value: near }] }],
    };
  }
};

interface Asked {
  readonly field: 'port' | 'portNumber';
  readonly value: string | number;
}

function askedOf({ port, portNumber }: MonitorEndpoint): Asked | undefined {
  if (typeof port === 'string') return isPlaceholderName(port) ? undefined : { field: 'port', value: port };
  return port === undefined && portNumber !== undefined
    ? { field: 'portNumber', value: portNumber }
    : undefined;
}

function has(ports: readonly ContainerPort[], value: string | number): boolean {
  return ports.some(({ name, port }) => (typeof value === 'number' ? port : name) === value);
}

function listed(ports: readonly ContainerPort[]): string {
  const texts = new Set(ports.map(({ port, name }) => `${port ?? '?'}${name === '' ? '' : ` (${name})`}`));
  return texts.size === 0 ? 'it declares no ports' : `it declares ${someOf(texts)}`;
}
