import { derived } from '../base/derived.ts';
import { addTo } from '../base/multimap.ts';
import { listOf, numberOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonValue, Path } from '../base/json.ts';
import type { Graph } from '../reference/graph.ts';
import { isPlaceholder } from '../reference/world.ts';
import { stringMap } from '../resource/resource.ts';
import type { Resource } from '../resource/resource.ts';
import { matches, readLabelSelector, selectorKey } from '../resource/selector.ts';
import type { LabelSet, Selector } from '../resource/selector.ts';
import { isOverwritten } from './service/behind.ts';
import { specOf } from './service/service.ts';

/** A ServiceMonitor or PodMonitor (prometheus-operator pkg/apis/monitoring/v1/servicemonitor_types.go). */
export interface Monitor {
  readonly resource: Resource;
  /** Of labels of Services for a ServiceMonitor, of pods for a PodMonitor. */
  readonly selector: Selector;
  /** Where it looks: its own namespace unless namespaceSelector says otherwise. */
  readonly namespaces: readonly string[] | 'any';
  /** Whether it looks in its own namespace only because nothing else is written. */
  readonly ownNamespace: boolean;
  readonly endpoints: readonly MonitorEndpoint[];
}

export interface MonitorEndpoint {
  readonly path: Path;
  /** The name of a Service port or of a container port. A number is not of the schema's type. */
  readonly port: string | number | undefined;
  /** Of the container; read only without `port`. */
  readonly targetPort: string | number | undefined;
  readonly portNumber: number | undefined;
}

/** Undefined without a selector, which the schema demands. */
export function readMonitor(resource: Resource): Monitor | undefined {
  const spec = specOf(resource);
  const selector = readLabelSelector(spec.selector);
  if (selector === undefined) return undefined;
  const where = objectOf(spec.namespaceSelector);
  const names = listOf(where.matchNames).filter((name): name is string => typeof name === 'string');
  const field = resource.kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints';
  return {
    resource,
    selector,
    namespaces: where.any === true ? 'any' : names.length > 0 ? names : [resource.namespace],
    ownNamespace: where.any !== true && names.length === 0,
    endpoints: listOf(spec[field]).map((entry, index) => {
      const endpoint = objectOf(entry);
      return {
        path: ['spec', field, index],
        port: portOf(endpoint.port),
        targetPort: portOf(endpoint.targetPort),
        portNumber: numberOf(endpoint.portNumber),
      };
    }),
  };
}

function portOf(value: JsonValue | undefined): string | number | undefined {
  const text = stringOf(value);
  return text === '' ? undefined : (text ?? numberOf(value));
}

/** Whether the text of a monitor is what will be applied, and nothing unreadable may hold what it selects. */
export function isJudged(graph: Graph, { resource, selector }: Monitor): boolean {
  if (resource.unrendered !== undefined || isOverwritten(graph, resource)) return false;
  return !selector.requirements.some(({ key, values }) =>
    [key, ...values].some((word) => word !== '' && (isPlaceholder(word) || graph.isHidden(word))),
  );
}

/**
 * Whether objects that the monitor selects may be made elsewhere, as other lookups decide it (reference/lookup.ts): by a delivery,
 * by an operator that names or labels them after its resource, or by a controller with the right to make such objects.
 */
export function mayComeFromElsewhere(graph: Graph, monitor: Monitor): boolean {
  const wanted = monitor.selector.requirements.flatMap(({ values }) => values).flatMap(beginnings);
  const places = monitor.namespaces === 'any' ? ['*'] : monitor.namespaces;
  const made = monitor.resource.kind === 'PodMonitor' ? 'Pod' : 'Service';
  return places.some((place) => {
    const words = operatorWords(graph, place);
    if (words === 'any' || wanted.some((value) => words.has(value))) return true;
    return (
      made === 'Service' &&
      namespacesOf(graph, monitor).some((one) => graph.creatorOf(one, made) !== undefined)
    );
  });
}

/** `rook-ceph-mgr`, `rook-ceph`, `rook`: an operator names things after its resource, and adds what they are. */
function beginnings(value: string): readonly string[] {
  const parts = value.split('-');
  return parts.map((_part, index) => parts.slice(0, index + 1).join('-'));
}

/** The names and label values of custom resources of a namespace, or of all (`*`); `any` where things are delivered. */
function operatorWords(graph: Graph, place: string): ReadonlySet<string> | 'any' {
  return graph.memo(`words of operators:${place}`, () => {
    const words = new Set<string>();
    for (const namespace of place === '*' ? graph.namespaces() : [place]) {
      if (graph.mayBeDelivered(namespace)) return 'any';
      for (const { name, labels } of graph.customResources(namespace))
        for (const word of [name, ...Object.values(labels)]) words.add(word);
    }
    return words;
  });
}

export function namespacesOf(graph: Graph, { namespaces }: Monitor): readonly string[] {
  return namespaces === 'any' ? graph.namespaces() : namespaces;
}

export function looksIn({ namespaces }: Monitor, namespace: string): boolean {
  return namespaces === 'any' || namespaces.includes(namespace);
}

/** The Services that a ServiceMonitor selects by their own labels, wherever it looks. */
export function servicesOf(graph: Graph, monitor: Monitor): readonly Resource[] {
  const labelled = servicesLabelled(graph, monitor.selector);
  const { namespaces } = monitor;
  if (namespaces === 'any') return labelled;
  return derived(labelled, `in ${namespaces.join()}`, () =>
    labelled.filter((service) => looksIn(monitor, service.namespace)),
  );
}

/** The Services of all namespaces whose own labels a selector matches. */
export function servicesLabelled(graph: Graph, selector: Selector): readonly Resource[] {
  return find(graph, 'labels', selector, ({ labels }) => ({ labels }));
}

/** The Services of all namespaces that select pods by the labels that a selector asks for. */
export function servicesSelecting(graph: Graph, selector: Selector): readonly Resource[] {
  if (selector.requirements.length === 0) return [];
  return find(graph, 'selectors', selector, (service) => ({ labels: stringMap(specOf(service).selector) }));
}

function find(
  graph: Graph,
  what: 'labels' | 'selectors',
  selector: Selector,
  read: (service: Resource) => LabelSet,
): readonly Resource[] {
  const table = graph.memo(`Services by their ${what}`, () => {
    const byLabel = new Map<string, Resource[]>();
    for (const service of graph.all('Service')) {
      if (isOverwritten(graph, service)) continue;
      for (const [key, value] of Object.entries(read(service).labels)) {
        addTo(byLabel, `${key}=${value}`, service);
      }
    }
    return byLabel;
  });
  const known = graph.memo(`Services found by their ${what}`, () => new Map<string, readonly Resource[]>());
  const key = selectorKey(selector);
  const found = known.get(key) ?? findIn(graph, table, selector, read);
  known.set(key, found);
  return found;
}

function findIn(
  graph: Graph,
  table: ReadonlyMap<string, readonly Resource[]>,
  selector: Selector,
  read: (service: Resource) => LabelSet,
): readonly Resource[] {
  const exact = selector.requirements.find(
    ({ operator, values }) => operator === 'In' && values.length === 1,
  );
  const candidates =
    exact === undefined ? graph.all('Service') : (table.get(`${exact.key}=${exact.values[0] ?? ''}`) ?? []);
  return candidates.filter((service) => matches(selector, read(service)) === 'yes');
}

/** Whether the manifests show all that a monitor can select: of each namespace that it looks in, or by their files. */
export function isShown(graph: Graph, monitor: Monitor, beside: Resource): boolean {
  if (graph.closedWorld || beside.manifest.file === monitor.resource.manifest.file) return true;
  return looksIn(monitor, beside.namespace)
    ? graph.isComplete(beside, beside.namespace)
    : namespacesOf(graph, monitor).every((namespace) => graph.isComplete(monitor.resource, namespace));
}
