import { numberOf, objectOf } from '../base/json.ts';
import { addTo } from '../base/multimap.ts';
import { controllerOf, isObserved, uidOf } from '../resource/controlled.ts';
import { isMachine } from '../resource/machine.ts';
import { podsOf } from '../resource/pod.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import { nameKey } from './name-key.ts';

/** What a dump of a cluster says twice: a Deployment, its ReplicaSets and their Pods are the same pods. */
export interface Ends {
  /** The pods of each object that stands for them; none of what somebody else stands for. */
  readonly pods: ReadonlyMap<Resource, readonly Pod[]>;
  /** Objects that a workload of the input made. */
  readonly made: ReadonlySet<Resource>;
}

/**
 * One end for each workload: the outermost owner in the input that has a pod template. A ReplicaSet that a rollout left
 * with no replicas is none, and of several Pods whose owner is not here the first stands for all.
 */
export function endsOf(resources: readonly Resource[]): Ends {
  const written = new Map<Resource, readonly Pod[]>();
  for (const resource of resources) {
    const pods = podsOf(resource);
    if (pods.length > 0) written.set(resource, pods);
  }
  const owners = ownersOf(resources);
  if (owners.size === 0) return { pods: written, made: NOTHING };
  const pods = new Map(written);
  const made = new Set<Resource>();
  const labels = new Map<Resource, Set<string>>();
  const running = new Map<Resource, Pod[]>();
  const known = new Map<string, Resource>();
  for (const [resource, owner] of owners) {
    const own = written.get(resource);
    const head = owner === undefined ? undefined : headOf(owner, owners, written);
    if (head !== undefined) {
      made.add(resource);
      pods.delete(resource);
      for (const key of (own ?? []).flatMap((pod) => Object.keys(pod.labels)))
        (labels.get(head) ?? labels.set(head, new Set()).get(head))?.add(key);
      if (resource.type === 'Pod') for (const pod of own ?? []) addTo(running, head, pod);
      continue;
    }
    if (own === undefined) continue;
    // The operator's object tells less of the pods than what the operator made.
    if (owner !== undefined && pods.get(owner)?.every((pod) => !pod.written) === true) pods.delete(owner);
    const sibling = siblingOf(resource, known);
    if (sibling !== undefined) for (const pod of own) addTo(running, sibling, pod);
    if (isLeftOver(resource) || (sibling !== undefined && sibling !== resource)) pods.delete(resource);
  }
  for (const [head, keys] of labels) pods.set(head, withLabels(pods.get(head) ?? [], keys));
  for (const [head, all] of running) pods.set(head, withAddresses(pods.get(head) ?? [], all));
  return { pods, made };
}

/** Every object with a controller, and that controller where it is in the input. */
function ownersOf(resources: readonly Resource[]): ReadonlyMap<Resource, Resource | undefined> {
  const controlled = resources.flatMap((resource) => {
    const controller = controllerOf(resource);
    return controller === undefined ? [] : [{ resource, controller }];
  });
  const found = new Map<Resource, Resource | undefined>();
  if (controlled.length === 0) return found;
  const byName = new Map<string, Resource[]>();
  for (const one of resources) addTo(byName, nameKey(one.type, one.namespace, one.name), one);
  for (const { resource, controller } of controlled) {
    const { type, name, uid } = controller;
    const candidates = [resource.namespace, ''].flatMap(
      (namespace) => byName.get(nameKey(type, namespace, name)) ?? [],
    );
    found.set(
      resource,
      candidates.find((one) => one !== resource && (uid === '' || uidOf(one) === '' || uidOf(one) === uid)),
    );
  }
  return found;
}

/** The outermost of an owner and its owners that writes pods down. */
function headOf(
  owner: Resource,
  owners: ReadonlyMap<Resource, Resource | undefined>,
  written: ReadonlyMap<Resource, readonly Pod[]>,
): Resource | undefined {
  let head: Resource | undefined;
  const seen = new Set<Resource>();
  for (let one: Resource | undefined = owner; one !== undefined && !seen.has(one); one = owners.get(one)) {
    seen.add(one);
    if (written.get(one)?.some((pod) => pod.written || isMachine(one)) === true) head = one;
  }
  return head;
}

function isLeftOver(resource: Resource): boolean {
  return resource.type === 'apps/ReplicaSet' && numberOf(objectOf(resource.value.spec).replicas) === 0;
}

/** The first Pod of the same owner; undefined for what is no Pod with an owner. */
function siblingOf(resource: Resource, known: Map<string, Resource>): Resource | undefined {
  const controller = resource.type === 'Pod' ? controllerOf(resource) : undefined;
  if (controller === undefined || !isObserved(resource)) return undefined;
  const key = [resource.namespace, controller.type, controller.name, controller.uid].join('\0');
  const first = known.get(key) ?? resource;
  known.set(key, first);
  return first;
}

/** Keys that running pods have and the template does not: controllers, webhooks or people added them. */
function withLabels(pods: readonly Pod[], keys: ReadonlySet<string>): readonly Pod[] {
  return pods.map((pod) => {
    const more = [...keys].filter((key) => !Object.hasOwn(pod.labels, key));
    return more.length === 0 ? pod : { ...pod, added: new Set([...pod.added, ...more]) };
  });
}

/** Those of all running pods, if each has some and no replica is missing. */
function withAddresses(pods: readonly Pod[], running: readonly Pod[]): readonly Pod[] {
  const known = running.flatMap(({ addresses }) => addresses ?? []);
  const whole = running.every(({ addresses }) => addresses !== undefined);
  return pods.map((pod) => ({
    ...pod,
    addresses: whole && running.length >= (pod.replicas ?? 1) ? known : undefined,
  }));
}

const NOTHING: ReadonlySet<Resource> = new Set();
