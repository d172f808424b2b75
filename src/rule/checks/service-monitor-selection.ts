import { someOf } from '../../base/some.ts';
import { slip } from '../../base/nearest.ts';
import {
  isJudged,
  isShown,
  looksIn,
  mayComeFromElsewhere,
  readMonitor,
  servicesLabelled,
  servicesOf,
  servicesSelecting,
} from '../../reach/monitor.ts';
import type { Monitor } from '../../reach/monitor.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatLabels, formatRequirement, formatSelector, matchesOne } from '../../resource/selector.ts';
import type { Check, Finding } from '../rule.ts';

/**
 * A ServiceMonitor that selects no Service. `with.miss` tells which mistake is looked for: `labels` (a Service that has
 * them in its selector only, or with another value), or `namespace` (a Service of another namespace has them).
 */
export const check: Check = function* (resource, { graph, params }) {
  const monitor = readMonitor(resource);
  if (monitor === undefined || !isJudged(graph, monitor)) return;
  if (servicesOf(graph, monitor).length > 0 || mayComeFromElsewhere(graph, monitor)) return;
  const elsewhere = otherNamespace(graph, monitor);
  if (params.miss === 'namespace') {
    if (elsewhere !== undefined) yield namespaceFinding(graph, monitor, elsewhere);
    return;
  }
  if (elsewhere !== undefined) return;
  const finding = unlabelled(graph, monitor) ?? misspelt(graph, monitor);
  if (finding !== undefined) yield finding;
};

function otherNamespace(graph: Graph, monitor: Monitor): Resource | undefined {
  if (monitor.ownNamespace && !monitor.resource.namespaceWritten) return undefined;
  const found = servicesLabelled(graph, monitor.selector).filter((one) => one.unrendered === undefined);
  // Objects that leave their namespace out may end up in the one that is looked at.
  return found.every((service) => service.namespaceWritten) ? found[0] : undefined;
}

function namespaceFinding(graph: Graph, monitor: Monitor, service: Resource): Finding {
  const { resource, ownNamespace, namespaces } = monitor;
  const where = namespaces === 'any' ? 'any namespace' : `namespace ${someOf(namespaces)}`;
  return {
    at: ownNamespace ? ['metadata', 'namespace'] : ['spec', 'namespaceSelector', 'matchNames'],
    message: `${nameOf(resource)} looks for Services in ${where} only${ownNamespace ? ', its own, since it has no namespaceSelector' : ''}; ${nameOf(service)}, which has the labels, is not scraped.`,
    ...(ownNamespace && isShown(graph, monitor, service) ? {} : { severity: 'warning' }),
    related: [{ resource: service, at: ['metadata', 'namespace'], message: `${nameOf(service)} is here` }],
  };
}

/** A Service whose selector or whose pods have what the Service itself should have. */
function unlabelled(graph: Graph, monitor: Monitor): Finding | undefined {
  const { resource, selector } = monitor;
  const service = servicesSelecting(graph, selector).find(
    (one) => one.unrendered === undefined && (looksIn(monitor, one.namespace) || !one.namespaceWritten),
  );
  const lacking = selector.requirements.find(
    (one) => service !== undefined && matchesOne(one, { labels: service.labels }) !== 'yes',
  );
  if (service === undefined || lacking === undefined) return undefined;
  const own = formatLabels(service.labels);
  const certain = looksIn(monitor, service.namespace) && isShown(graph, monitor, service);
  return {
    at: ['spec', 'selector', ...lacking.path],
    message: `${nameOf(resource)} looks for Services that are labelled ${formatRequirement(lacking)} themselves; ${nameOf(service)} only selects pods by it and has ${own === '' ? 'no labels' : own}, so nothing is scraped.`,
    ...(certain ? {} : { severity: 'warning' }),
    related: [
      {
        resource: service,
        at: ['metadata', 'labels'],
        message: `${nameOf(service)} has ${own === '' ? 'no labels' : 'these labels'}`,
      },
    ],
  };
}

/** A Service that has all labels but one, and that one with another value, a slip of the pen away. */
function misspelt(graph: Graph, monitor: Monitor): Finding | undefined {
  const { resource, selector } = monitor;
  for (const requirement of selector.requirements) {
    const [wanted] = requirement.values;
    if (requirement.operator !== 'In' || requirement.values.length !== 1 || wanted === undefined) continue;
    const others = selector.requirements.filter((one) => one !== requirement);
    const byValue =
      others.length === 0
        ? valuesOf(graph, monitor, requirement.key)
        : valuesAmong(servicesLabelled(graph, { requirements: others }), monitor, requirement.key);
    const value = slip(wanted, byValue.keys());
    const service = value === undefined ? undefined : byValue.get(value);
    if (value === undefined || service === undefined) continue;
    const at = ['spec', 'selector', ...requirement.path];
    return {
      at,
      message: `${nameOf(resource)} selects Services with ${formatSelector(selector)}, and there is none; ${nameOf(service)} has ${requirement.key}=${value}. Nothing is scraped.`,
      ...(isShown(graph, monitor, service) ? {} : { severity: 'warning' }),
      related: [
        {
          resource: service,
          at: ['metadata', 'labels', requirement.key],
          message: `${nameOf(service)} has ${requirement.key}=${value}`,
        },
      ],
      fixes:
        requirement.path[0] === 'matchLabels'
          ? [{ title: `Select ${requirement.key}=${value}`, safety: 'unsafe', edits: [{ at, value }] }]
          : [],
    };
  }
  return undefined;
}

/** A Service for each value of a label, of those that the monitor looks at. */
function valuesAmong(
  services: Iterable<Resource>,
  monitor: Monitor,
  key: string,
): ReadonlyMap<string, Resource> {
  const byValue = new Map<string, Resource>();
  for (const service of services) {
    const value = service.labels[key];
    if (value === undefined || service.unrendered !== undefined || !looksIn(monitor, service.namespace))
      continue;
    if (!byValue.has(value)) byValue.set(value, service);
  }
  return byValue;
}

/** The same of all Services, once for all monitors that look in the same places. */
function valuesOf(graph: Graph, monitor: Monitor, key: string): ReadonlyMap<string, Resource> {
  const { namespaces } = monitor;
  const place = namespaces === 'any' ? '*' : namespaces.join(' ');
  return graph.memo(`values of Service labels:${place}:${key}`, () => {
    const services =
      namespaces === 'any' ? graph.all('Service') : namespaces.flatMap((one) => graph.inNamespace(one));
    return valuesAmong(
      services.filter(({ type }) => type === 'Service'),
      monitor,
      key,
    );
  });
}
