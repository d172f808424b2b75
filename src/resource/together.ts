import { addTo } from '../base/multimap.ts';
import { folderOf } from './kustomize.ts';
import type { Resource } from './resource.ts';

/** What the API server tells objects apart by: type, namespace and name. With `generateName` there is none. */
export function identityOfObject({ type, namespace, name }: Resource): string | undefined {
  return name === '' ? undefined : `${type}\0${namespace}\0${name}`;
}

/** Kinds that run the same program in another way: a Deployment or a DaemonSet of one name is a choice. */
const WORKLOADS: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/DaemonSet',
  'apps/StatefulSet',
  'apps/ReplicaSet',
  'ReplicationController',
  'argoproj.io/Rollout',
]);

/**
 * Whether two objects are one for the API server, or copies of which one is applied: workloads of one name that stand in
 * different files are, of whatever kind. Such objects never meet.
 */
export function areVariants(a: Resource, b: Resource): boolean {
  if (a.name === '' || a.name !== b.name || a.namespace !== b.namespace) return false;
  if (a.type === b.type) return true;
  return a.manifest.file !== b.manifest.file && WORKLOADS.has(a.type) && WORKLOADS.has(b.type);
}

/** Whether two objects stand in one folder, which is what `kubectl apply -f` takes at once. */
export function sharesFolder(a: Resource, b: Resource): boolean {
  return folderOf(a.manifest.file) === folderOf(b.manifest.file);
}

/**
 * Whether two objects of a namespace certainly meet in one cluster, as far as their place tells. Objects of different
 * folders that leave their namespace out may be alternatives, such as the examples of a repository, and so may one that
 * does and one that does not.
 */
export function meets(a: Resource, b: Resource): boolean {
  if (areVariants(a, b)) return a === b;
  if (a.namespaceGuessed !== b.namespaceGuessed) return false;
  return areApplied(a, b);
}

/** The same of objects of any namespaces, of which neither is a copy of the other. */
export function areApplied(a: Resource, b: Resource): boolean {
  return sharesFolder(a, b) || (a.namespaceWritten && b.namespaceWritten);
}

/**
 * Of several variants of an object (`dev/web.yaml` and `prod/web.yaml`), those that go with `near`: that of its file, else
 * those whose folder shares the longest beginning with its folder. Of one file the last of an identity counts.
 */
export function closestTo<T>(
  near: Resource,
  candidates: readonly T[],
  resourceOf: (one: T) => Resource,
): readonly T[] {
  const variants = new Map<string | T, T[]>();
  for (const one of candidates) addTo(variants, variantKey(resourceOf(one)) ?? one, one);
  if (variants.size === candidates.length) return candidates;
  const kept = new Set([...variants.values()].flatMap((all) => closest(near, all, resourceOf)));
  return candidates.filter((one) => kept.has(one));
}

/** Of variants of one object. */
function closest<T>(near: Resource, variants: readonly T[], resourceOf: (one: T) => Resource): readonly T[] {
  if (variants.length === 1) return variants;
  const last = new Map<string, Resource>();
  const placed = variants.map((one) => {
    const resource = resourceOf(one);
    const inFile = `${identityOfObject(resource) ?? ''}\0${resource.manifest.file}`;
    last.set(inFile, resource);
    return { one, resource, inFile, shared: sharedBeginning(near, resource) };
  });
  const most = placed.reduce((best, { shared }) => Math.max(best, shared), 0);
  return placed
    .filter(({ shared, inFile, resource }) => shared === most && last.get(inFile) === resource)
    .map(({ one }) => one);
}

/** Candidates of which many ask for the closest: whoever is as close to all of them gets one list. */
export class Variants<T> {
  readonly #candidates: readonly T[];
  readonly #resourceOf: (one: T) => Resource;
  /** The files that hold candidates; undefined if none of them has a variant, so that all are close to everybody. */
  readonly #files: ReadonlySet<string> | undefined;
  readonly #known = new Map<string, readonly T[]>();

  constructor(candidates: readonly T[], resourceOf: (one: T) => Resource) {
    this.#candidates = candidates;
    this.#resourceOf = resourceOf;
    const resources = candidates.map(resourceOf);
    const named = resources.filter(({ name }) => name !== '');
    const hasVariants = new Set(named.map(variantKey)).size < named.length;
    this.#files = hasVariants ? new Set(resources.map(({ manifest }) => manifest.file)) : undefined;
  }

  closestTo(near: Resource): readonly T[] {
    if (this.#files === undefined) return this.#candidates;
    const { file } = near.manifest;
    const key = this.#files.has(file) ? `file ${file}` : `folder ${folderOf(file)}`;
    let closest = this.#known.get(key);
    if (closest === undefined) {
      closest = closestTo(near, this.#candidates, this.#resourceOf);
      this.#known.set(key, closest);
    }
    return closest;
  }
}

/** Equal for objects of which one is applied, wherever they stand. */
function variantKey(resource: Resource): string | undefined {
  const { type, namespace, name } = resource;
  if (name === '') return undefined;
  return WORKLOADS.has(type) ? `workload\0${namespace}\0${name}` : identityOfObject(resource);
}

function sharedBeginning(a: Resource, b: Resource): number {
  if (a.manifest.file === b.manifest.file) return Number.POSITIVE_INFINITY;
  const left = folderOf(a.manifest.file).split('/');
  const right = folderOf(b.manifest.file).split('/');
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return shared + (left.length === right.length && shared === left.length ? 1 : 0);
}
