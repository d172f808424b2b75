import { derived } from '../../base/derived.ts';
import { otherCopies, winnerOf } from '../../reference/copies.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { readMapSelector } from '../../resource/selector.ts';
import type { Selector } from '../../resource/selector.ts';
import type { Selection } from '../../reference/pods.ts';
import { folderOf } from '../../resource/kustomize.ts';
import { meets, Variants } from '../../resource/together.ts';
import { serviceType, specOf } from './service.ts';

/**
 * The pods behind a Service, where the manifests tell enough to speak of their ports. Services with the same ones have one, and
 * one list of each.
 */
export interface Behind {
  /** Those that its selector certainly matches. */
  readonly sure: readonly Pod[];
  /** With those that it may match: labels that only the cluster knows decide. */
  readonly all: readonly Pod[];
  /** Those of `all` that do not end by themselves. */
  readonly lasting: readonly Pod[];
  readonly lastingSure: readonly Pod[];
}

/** The selector of a Service that selects pods: not of an ExternalName, whose selector nobody reads (SV8). */
export function selectorOf(service: Resource): Selector | undefined {
  return serviceType(service) === 'ExternalName' ? undefined : readMapSelector(specOf(service).selector);
}

/**
 * Undefined where something may be behind the Service that the manifests do not show as it will run: operators' pods,
 * text that Kustomize still changes, documents that could not be read. Of several objects with one identity only the
 * one counts that is applied together with the Service.
 */
export function podsInSight(graph: Graph, service: Resource): Behind | undefined {
  const known = graph.memo('pods in sight', () => new Map<Resource, Behind | undefined>());
  if (!known.has(service)) known.set(service, inSight(graph, service));
  return known.get(service);
}

function inSight(graph: Graph, service: Resource): Behind | undefined {
  const selector = selectorOf(service);
  if (selector === undefined || service.unrendered !== undefined || isOverwritten(graph, service))
    return undefined;
  if (selector.requirements.every(({ values }) => values.every((value) => graph.isHidden(value))))
    return undefined;
  const selection = graph.podsBehind(service);
  const known = graph.memo('pods in sight', () => new Map<readonly Pod[], Behind | undefined>());
  const all = closestPods(graph, service, matchedBy(graph, selection));
  if (!known.has(all)) known.set(all, behindOf(selection, all));
  return known.get(all);
}

function behindOf({ sure }: Selection, all: readonly Pod[]): Behind | undefined {
  if (all.length === 0 || !all.every(isWhole)) return undefined;
  const kept = new Set(all);
  const certain = sure.filter((pod) => kept.has(pod));
  const lasts = (pod: Pod): boolean => !endsByItself(pod);
  return { sure: certain, all, lasting: all.filter(lasts), lastingSure: certain.filter(lasts) };
}

/** All that a selector matches and may match: one list for one selection. */
function matchedBy(graph: Graph, selection: Selection): readonly Pod[] {
  const { sure, possible } = selection;
  if (possible.length === 0) return sure;
  const known = graph.memo('matched pods', () => new Map<Selection, readonly Pod[]>());
  const all = known.get(selection) ?? [...sure, ...possible];
  known.set(selection, all);
  return all;
}

/** Of pods whose workloads have variants those that go with an object: one list for all objects that are as close. */
export function closestPods(graph: Graph, near: Resource, pods: readonly Pod[]): readonly Pod[] {
  const known = graph.memo('variants of pods', () => new Map<readonly Pod[], Variants<Pod>>());
  let variants = known.get(pods);
  if (variants === undefined) known.set(pods, (variants = new Variants(pods, ({ owner }) => owner)));
  return variants.closestTo(near);
}

/**
 * Whether a pod's containers are all written down: operators complete the templates of their custom resources, and
 * Istio replaces a container whose image is `auto` (istio docs "Installing Gateways").
 */
export function isWhole(pod: Pod): boolean {
  return (
    pod.written &&
    pod.open !== true &&
    pod.owner.unrendered === undefined &&
    !pod.containers.some(({ value }) => value.image === 'auto')
  );
}

/** Whether a pod is there for a task and not to serve: of a Job, of a test that a Helm chart brings, a single run. */
export function endsByItself({ runsToCompletion, owner, spec }: Pod): boolean {
  return (
    runsToCompletion ||
    owner.annotations['helm.sh/hook'] !== undefined ||
    (owner.type === 'Pod' && (spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure'))
  );
}

/** Of pods behind a Service those that are certainly in its cluster: one list for all Services of a place. */
export function podsTogether(service: Resource, pods: readonly Pod[]): readonly Pod[] {
  const { namespaceGuessed, namespaceWritten, manifest } = service;
  // Whatever `meets` asks of a Service, which is no variant of a workload.
  const place = `${namespaceGuessed} ${namespaceWritten} ${folderOf(manifest.file)}`;
  return derived(pods, `together ${place}`, () => pods.filter(({ owner }) => meets(service, owner)));
}

/** Whether a later object of the same file takes this one's name, so that only the later one will exist. */
export function isOverwritten(graph: Graph, resource: Resource): boolean {
  return winnerOf(graph, resource) !== undefined;
}

/** Whether another object may be applied in the place of this one: a later one of its file, or a copy in another. */
export function isOneOfCopies(graph: Graph, resource: Resource): boolean {
  return isOverwritten(graph, resource) || otherCopies(graph, resource).length > 0;
}

/** Whether the object itself says what its pods are called for: labels under `metadata` of a workload. */
export function labelsOfOwner({ owner }: Pod): Resource['labels'] {
  return owner.type === 'Pod' ? {} : owner.labels;
}
