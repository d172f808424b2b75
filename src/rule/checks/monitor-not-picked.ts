import { isOverwritten } from '../../reach/service/behind.ts';
import { admitsNamespace } from '../../reach/policy/policy.ts';
import { specOf } from '../../reach/service/service.ts';
import { isDelivery } from '../../reference/makers.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatSelector, matches, readLabelSelector } from '../../resource/selector.ts';
import type { Match } from '../../resource/selector.ts';
import { areApplied } from '../../resource/together.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check } from '../rule.ts';

const GROUP = 'monitoring.coreos.com';

/** Other programs that read the monitors of the Prometheus operator, by their own rules. */
const OTHER_READERS: readonly string[] = [
  'operator.victoriametrics.com/VMAgent',
  'operator.victoriametrics.com/VMSingle',
  'opentelemetry.io/OpenTelemetryCollector',
  'opentelemetry.io/TargetAllocator',
];

/**
 * A monitor that no Prometheus of the input picks. Without a selector it picks none, `{}` picks all; without a namespace
 * selector it looks in its own namespace (prometheus-operator pkg/prometheus/resource_selector.go selectObjects).
 */
export const check: Check = ofEveryCopy(function* (resource, { graph }) {
  if (resource.unrendered !== undefined || isOverwritten(graph, resource)) return;
  const readers = readersOf(graph);
  const misses = readers.map((prometheus) => missOf(graph, prometheus, resource));
  const [miss] = misses.filter((one) => one !== undefined);
  if (miss === undefined || misses.includes(undefined)) return;
  yield {
    at: miss.at,
    message: `No Prometheus here picks ${nameOf(resource)}: ${miss.why}; it is not scraped.`,
    related: readers.slice(0, 5).map((prometheus) => ({
      resource: prometheus,
      at: ['spec', fieldOf(resource, 'Selector')],
      message: `${nameOf(prometheus)} does not pick it`,
    })),
  };
});

/** None where the input does not tell who reads monitors. */
function readersOf(graph: Graph): readonly Resource[] {
  return graph.memo('readers of monitors', () => {
    if (OTHER_READERS.some((type) => graph.all(type).length > 0) || graph.resources.some(isDelivery))
      return [];
    const readers = [...graph.all(`${GROUP}/Prometheus`), ...graph.all(`${GROUP}/PrometheusAgent`)];
    return readers.some(({ unrendered }) => unrendered !== undefined) ? [] : readers;
  });
}

function fieldOf(monitor: Resource, suffix: 'Selector' | 'NamespaceSelector'): string {
  return `${monitor.kind === 'PodMonitor' ? 'podMonitor' : 'serviceMonitor'}${suffix}`;
}

interface Miss {
  readonly at: readonly string[];
  readonly why: string;
}

/** Why a Prometheus certainly does not pick a monitor. */
function missOf(graph: Graph, prometheus: Resource, monitor: Resource): Miss | undefined {
  // One of several examples is for another cluster.
  if (!areApplied(prometheus, monitor)) return undefined;
  const spec = specOf(prometheus);
  const field = fieldOf(monitor, 'Selector');
  const selector = readLabelSelector(spec[field]);
  if (selector === undefined)
    return { at: ['metadata', 'name'], why: `${nameOf(prometheus)} has no ${field}, which picks none` };
  if (matches(selector, { labels: monitor.labels }) === 'no')
    return {
      at: ['metadata', 'labels'],
      why: `${nameOf(prometheus)} picks those with ${formatSelector(selector)}, and it has ${Object.keys(monitor.labels).length === 0 ? 'no labels' : 'other labels'}`,
    };
  const namespaces = readLabelSelector(spec[fieldOf(monitor, 'NamespaceSelector')]);
  if (namespaces === undefined) {
    return inNamespaceOf(prometheus, monitor) === 'no'
      ? {
          at: ['metadata', 'namespace'],
          why: `${nameOf(prometheus)} looks in its own namespace only, since it has no ${fieldOf(monitor, 'NamespaceSelector')}`,
        }
      : undefined;
  }
  return admitsNamespace(graph, namespaces, monitor.namespace) === 'no'
    ? {
        at: ['metadata', 'namespace'],
        why: `${nameOf(prometheus)} looks in namespaces with ${formatSelector(namespaces)} only`,
      }
    : undefined;
}

function inNamespaceOf(prometheus: Resource, monitor: Resource): Match {
  if (prometheus.namespace === monitor.namespace) return 'yes';
  return prometheus.namespaceWritten && monitor.namespaceWritten ? 'no' : 'maybe';
}
