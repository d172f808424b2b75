import { someOf } from '../../base/some.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { isOverwritten, selectorOf } from '../../reach/service/behind.ts';
import { podsElsewhere } from '../../reach/elsewhere.ts';
import { nearMiss } from '../../reach/near-miss.ts';
import type { NearMiss } from '../../reach/near-miss.ts';
import { mayLabelItself } from '../../reach/self-labelled.ts';
import { declaredPorts, servicePorts } from '../../reach/service/service.ts';
import { ADDED_KEYS } from '../../resource/pod.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatRequirement, formatSelector } from '../../resource/selector.ts';
import type { Selector } from '../../resource/selector.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check, Finding, RelatedObject } from '../rule.ts';

const REFUSED = 'it has no endpoints, and requests to it are refused';

/** A Service whose selector matches no pod, with the nearest pod as the reason. */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  const selector = selectorOf(service);
  if (selector === undefined) return;
  const { sure, possible } = graph.podsBehind(service);
  // First, since nearly every Service has pods, and all pods of the namespace are asked below.
  if (sure.length > 0 || possible.length > 0) return;
  if (!isJudged(graph, service, selector) || mayLabelItself(graph, service.namespace, selector)) return;
  const finding =
    nearFinding(graph, service, selector) ??
    elsewhereFinding(graph, service, selector) ??
    orphanFinding(graph, service, selector) ??
    absentFinding(graph, service, selector);
  if (finding !== undefined)
    yield { ...finding, related: [...(finding.related ?? []), ...dependentsOfService(graph, service)] };
});

function isJudged(graph: Graph, service: Resource, selector: Selector): boolean {
  if (isOverwritten(graph, service)) return false;
  if (service.unrendered !== undefined && !graph.closedWorld) return false;
  const words = selector.requirements.flatMap(({ key, values }) => [key, ...values]);
  if (words.some(isPlaceholder)) return false;
  const filledIn = keysFilledIn(graph, service.namespace);
  if (selector.requirements.some(({ key }) => filledIn.has(key))) return false;
  if (selector.requirements.some(({ key }) => ADDED_KEYS.has(key))) return false;
  if (
    selector.requirements.some(({ values }) => values.some((value) => value !== '' && graph.isHidden(value)))
  )
    return false;
  return !graph.customResources(service.namespace).some((owner) => mayOwn(owner, selector));
}

/** The keys of labels whose values on some pod of a namespace are filled in later. */
function keysFilledIn(graph: Graph, namespace: string): ReadonlySet<string> {
  return graph.memo(
    `labels filled in:${namespace}`,
    () =>
      new Set(
        graph
          .pods(namespace)
          .flatMap(({ labels }) =>
            Object.entries(labels).flatMap(([key, value]) => (isPlaceholder(value) ? [key] : [])),
          ),
      ),
  );
}

/** Operators name and label pods after their custom resource. */
function mayOwn(owner: Resource, selector: Selector): boolean {
  const own = new Set(Object.values(owner.labels));
  return selector.requirements.some(({ values }) =>
    values.some(
      (value) =>
        own.has(value) || (owner.name !== '' && (value === owner.name || value.startsWith(`${owner.name}-`))),
    ),
  );
}

function nearFinding(graph: Graph, service: Resource, selector: Selector): Finding | undefined {
  const miss = nearMiss(graph, service, service.namespace, selector);
  if (miss === undefined || miss.pod.owner.unrendered !== undefined) return undefined;
  const { pod, requirement } = miss;
  const { key } = requirement;
  const wanted = formatRequirement(requirement);
  const owner = nameOf(pod.owner);
  // Pods that another Service of another file selects are likely not the ones that this Service is for.
  const spoken =
    pod.owner.manifest.file !== service.manifest.file && graph.servicesOf(pod).length > 0
      ? ({ severity: 'warning' } as const)
      : {};
  const at = ['spec', 'selector', key];
  switch (miss.kind) {
    case 'value':
      return {
        at,
        message: `${nameOf(service)} selects ${wanted}, but the pods of ${owner} have ${key}=${miss.value}; ${REFUSED}.`,
        ...spoken,
        related: [
          labelsOf(miss, [...pod.path, 'metadata', 'labels', key], `its pods have ${key}=${miss.value}`),
        ],
        fixes: [
          { title: `Select ${key}=${miss.value}`, safety: 'unsafe', edits: [{ at, value: miss.value }] },
        ],
      };
    case 'key':
      return {
        at,
        part: 'key',
        message: `${nameOf(service)} selects ${wanted}, but the pods of ${owner} have ${miss.key}=${requirement.values[0] ?? ''}; ${REFUSED}.`,
        ...spoken,
        related: [labelsOf(miss, [...pod.path, 'metadata', 'labels', miss.key], `its pods have this label`)],
      };
    case 'misplaced':
      return {
        at,
        message: `${nameOf(service)} selects ${wanted}, which ${owner} has on itself but not on its pods; ${REFUSED}. Put it under spec.template.metadata.labels.`,
        related: [labelsOf(miss, ['metadata', 'labels', key], `the label is here, not on the pod template`)],
      };
  }
}

function labelsOf({ pod }: NearMiss, at: readonly (string | number)[], what: string): RelatedObject {
  return { resource: pod.owner, at, message: `${nameOf(pod.owner)}: ${what}` };
}

/** The pods are in another namespace, and no Service there selects them: they wait for this one. */
function elsewhereFinding(graph: Graph, service: Resource, selector: Selector): Finding | undefined {
  if (!service.namespaceWritten) return undefined;
  const pod = podsElsewhere(graph, service.namespace, selector).find(
    (one) =>
      one.written &&
      (one.owner.manifest.file === service.manifest.file || graph.servicesOf(one).length === 0),
  );
  if (pod === undefined) return undefined;
  return {
    at: ['metadata', 'namespace'],
    message: `${nameOf(service)} selects ${formatSelector(selector)}, but those pods are in namespace ${pod.namespace} (${nameOf(pod.owner)}), and a Service selects pods of its own namespace only; ${REFUSED}.`,
    related: [
      { resource: pod.owner, at: ['metadata', 'namespace'], message: `${nameOf(pod.owner)} is here` },
    ],
  };
}

/** A workload of the same file that no Service selects, and that fits in all but its labels. */
function orphanFinding(graph: Graph, service: Resource, selector: Selector): Finding | undefined {
  if (graph.mayHoldOtherPods(service.namespace)) return undefined;
  const { orphans, byName, workloads } = podsOfFile(graph, service);
  const [fitting, another] =
    orphans.length > FEW
      ? []
      : orphans.filter((pod) => fits(service, pod) || (workloads === 1 && declaredPorts(pod).length === 0));
  const orphan = byName.get(service.name) ?? (another === undefined ? fitting : undefined);
  if (orphan === undefined) return undefined;
  const labels = Object.entries(orphan.labels).map(([key, value]) => `${key}=${value}`);
  return {
    at: ['spec', 'selector'],
    message: `${nameOf(service)} selects ${formatSelector(selector)}, but the pods of ${nameOf(orphan.owner)} have ${labels.length === 0 ? 'no labels' : someOf(labels)}; ${REFUSED}.`,
    related: [
      {
        resource: orphan.owner,
        at: [...orphan.path, 'metadata', 'labels'],
        message: `${nameOf(orphan.owner)} is selected by no Service`,
      },
    ],
  };
}

/** Among more workloads without a Service, a port that fits says nothing. */
const FEW = 10;

interface PodsOfFile {
  readonly workloads: number;
  /** Selected by no Service. */
  readonly orphans: readonly Pod[];
  /** The orphans, by the names of their owners. */
  readonly byName: ReadonlyMap<string, Pod>;
}

function podsOfFile(graph: Graph, service: Resource): PodsOfFile {
  const table = graph.memo('pods of files', () => {
    const byFile = new Map<string, { workloads: number; orphans: Pod[]; byName: Map<string, Pod> }>();
    for (const pod of graph.pods()) {
      if (pod.runsToCompletion || !pod.written || pod.owner.unrendered !== undefined) continue;
      const key = `${pod.namespace}\0${pod.owner.manifest.file}`;
      const entry = byFile.get(key) ?? { workloads: 0, orphans: [], byName: new Map<string, Pod>() };
      byFile.set(key, entry);
      entry.workloads++;
      if (graph.servicesOf(pod).length > 0) continue;
      entry.orphans.push(pod);
      entry.byName.set(pod.owner.name, pod);
    }
    return byFile;
  });
  return table.get(`${service.namespace}\0${service.manifest.file}`) ?? NONE;
}

const NONE: PodsOfFile = { workloads: 0, orphans: [], byName: new Map() };

/** Whether the pod declares a port that the Service asks for. */
function fits(service: Resource, pod: Pod): boolean {
  const declared = declaredPorts(pod);
  return servicePorts(service).some(({ targetPort, protocol }) =>
    declared.some(
      (port) => port.protocol === protocol && (port.port === targetPort || port.name === targetPort),
    ),
  );
}

function absentFinding(graph: Graph, service: Resource, selector: Selector): Finding | undefined {
  if (!graph.closedWorld) {
    if (graph.mayHoldOtherPods(service.namespace)) return undefined;
    if (!graph.isComplete(service, service.namespace) || !isShippedWithPods(graph, service)) return undefined;
  }
  const alone = selector.requirements.find(
    (requirement) => graph.select(service.namespace, { requirements: [requirement] }).sure.length === 0,
  );
  const what =
    alone === undefined
      ? `no pod in namespace ${service.namespace} has all of these labels`
      : `no pod in namespace ${service.namespace} has ${formatRequirement(alone)}`;
  return {
    at: alone === undefined ? ['spec', 'selector'] : ['spec', 'selector', alone.key],
    message: `${nameOf(service)} selects ${formatSelector(selector)}, but ${what}; ${REFUSED}.`,
    ...(graph.closedWorld ? {} : { severity: 'warning' }),
  };
}

/**
 * Whether whoever wrote this Service ships pods with Services: another Service of its file has its pods here, or two of
 * other files have. A namespace such as `monitoring` holds the parts of several authors.
 */
function isShippedWithPods(graph: Graph, service: Resource): boolean {
  const linked = graph.memo(`linked services:${service.namespace}`, () =>
    graph
      .inNamespace(service.namespace)
      .filter(
        (other) => other.type === 'Service' && graph.podsBehind(other).sure.some(({ written }) => written),
      ),
  );
  const { file } = service.manifest;
  return (
    new Set(linked.map(({ name }) => name)).size >= 2 || linked.some((other) => other.manifest.file === file)
  );
}
