import { listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import { isEqual } from '../../base/equal.ts';
import type { Resource } from '../../resource/resource.ts';
import { keptChanges } from './kept.ts';
import type { Change } from './kept.ts';

/** Admission may have filled these in: ServiceAccount, LimitRanger, Priority, RuntimeClass, DefaultTolerationSeconds; the scheduler nodeName. */
const FILLED: ReadonlySet<string> = new Set([
  'imagePullSecrets',
  'nodeName',
  'overhead',
  'preemptionPolicy',
  'priority',
  'priorityClassName',
  'requests',
  'limits',
  'cpu',
  'memory',
  'ephemeral-storage',
  'resizePolicy',
  'resources',
]);

/** Said of their own below. */
const OWN: ReadonlySet<string> = new Set([
  'activeDeadlineSeconds',
  'ephemeralContainers',
  'schedulingGates',
  'tolerations',
]);

/** What a Pod keeps: nearly all of its spec (k/k pkg/apis/core/validation ValidatePodUpdate). */
export function podChanges(before: Resource, after: Resource): readonly Change[] {
  const [old, current] = [objectOf(before.value.spec), objectOf(after.value.spec)];
  const left = new Set(OWN);
  // One that waits may be told more narrowly where it goes.
  if (listOf(old.schedulingGates).length > 0)
    for (const field of ['nodeSelector', 'affinity']) left.add(field);
  const plain = keptChanges(without(old, left), without(current, left), ['spec'], (field) =>
    FILLED.has(field),
  );
  return [
    ...plain.filter(({ path, before: was, after: is }) => !isImage(path) && !isLifted(path, was, is)),
    ...deadline(old, current),
    ...tolerations(old, current),
    ...gates(old, current),
  ];
}

function without(spec: JsonObject, left: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(spec).filter(([field]) => !left.has(field)));
}

function isImage(path: Path): boolean {
  return path.length === 4 && path[3] === 'image' && /^(?:init)?containers$/i.test(String(path[1]));
}

function isLifted(path: Path, was: JsonValue | undefined, is: JsonValue | undefined): boolean {
  return (
    path.at(-1) === 'terminationGracePeriodSeconds' &&
    path.length === 2 &&
    (numberOf(was) ?? 0) < 0 &&
    is === 1
  );
}

/** Images whose unwritten imagePullPolicy would become another, by their place. */
export function loosePolicies(before: Resource, after: Resource): readonly Change[] {
  const [old, current] = [objectOf(before.value.spec), objectOf(after.value.spec)];
  return ['initContainers', 'containers'].flatMap((list) =>
    listOf(current[list]).flatMap((entry, index) => {
      const is = objectOf(entry);
      const was = objectOf(listOf(old[list]).find((one) => objectOf(one).name === is.name));
      if (was.imagePullPolicy !== undefined || is.imagePullPolicy !== undefined) return [];
      const [change] = keptChanges({ image: was.image ?? null, imagePullPolicy: null }, is, []).filter(
        ({ path }) => path[0] === 'imagePullPolicy',
      );
      if (change === undefined || stringOf(was.image) === undefined) return [];
      return [{ path: ['spec', list, index, 'image'], before: was.image, after: is.image }];
    }),
  );
}

function deadline(old: JsonObject, current: JsonObject): readonly Change[] {
  const [was, is] = [numberOf(old.activeDeadlineSeconds), numberOf(current.activeDeadlineSeconds)];
  if (was === undefined || (is !== undefined && is <= was)) return [];
  return [{ path: ['spec', 'activeDeadlineSeconds'], before: was, after: is }];
}

/** Each of the old ones has to stay; how long it holds may change. */
function tolerations(old: JsonObject, current: JsonObject): readonly Change[] {
  const bare = (entry: JsonValue): JsonObject => without(objectOf(entry), new Set(['tolerationSeconds']));
  const kept = listOf(current.tolerations).map(bare);
  if (listOf(old.tolerations).every((entry) => kept.some((one) => isEqual(one, bare(entry))))) return [];
  return [{ path: ['spec', 'tolerations'], before: old.tolerations, after: current.tolerations }];
}

function gates(old: JsonObject, current: JsonObject): readonly Change[] {
  const names = new Set(listOf(old.schedulingGates).map((gate) => objectOf(gate).name));
  if (listOf(current.schedulingGates).every((gate) => names.has(objectOf(gate).name))) return [];
  return [{ path: ['spec', 'schedulingGates'], before: old.schedulingGates, after: current.schedulingGates }];
}
