import { otherCopies, winnerOf } from '../../reference/copies.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { readMapSelector } from '../../resource/selector.ts';
import type { Selector } from '../../resource/selector.ts';
import { closestTo } from '../../resource/together.ts';
import { serviceType, specOf } from './service.ts';

/** The pods behind a Service, where the manifests tell enough to speak of their ports. */
export interface Behind {
  /** Those that its selector certainly matches. */
  readonly sure: readonly Pod[];
  /** With those that it may match: labels that only the cluster knows decide. */
  readonly all: readonly Pod[];
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
  const { sure, possible } = graph.podsBehind(service);
  const all = closestTo(service, [...sure, ...possible], ({ owner }) => owner);
  if (all.length === 0 || !all.every(isWhole)) return undefined;
  if (selector.requirements.every(({ values }) => values.every((value) => graph.isHidden(value))))
    return undefined;
  const kept = new Set(all);
  return { sure: sure.filter((pod) => kept.has(pod)), all };
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
