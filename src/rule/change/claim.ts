import { isEqual } from '../../base/equal.ts';
import { getAt, isObject, listOf, objectOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import { compareAmounts, keptChanges } from './kept.ts';
import type { Change } from './kept.ts';

/** What a claim asks for may only grow, and what it is filled from stays (pkg/apis/core/validation ValidatePersistentVolumeClaimUpdate). */
export function claimChanges(before: Resource, after: Resource): readonly Change[] {
  const [old, current] = [objectOf(before.value.spec), objectOf(after.value.spec)];
  return [...size(old, current), ...source(old, current)];
}

function size(old: JsonObject, current: JsonObject): readonly Change[] {
  const storage: Path = ['resources', 'requests', 'storage'];
  const [was, is] = [getAt(old, storage), getAt(current, storage)];
  const limits = keptChanges(
    objectOf(getAt(old, ['resources', 'limits'])),
    objectOf(getAt(current, ['resources', 'limits'])),
    ['spec', 'resources', 'limits'],
  );
  return compareAmounts(is, was) === -1
    ? [...limits, { path: ['spec', ...storage], before: was, after: is }]
    : limits;
}

/** The API server writes a source into both of its fields. */
function source(old: JsonObject, current: JsonObject): readonly Change[] {
  const field =
    current.dataSourceRef === undefined && old.dataSourceRef === undefined ? 'dataSource' : 'dataSourceRef';
  const [was, is] = [old, current].map((spec) => spec.dataSourceRef ?? spec.dataSource ?? undefined);
  return keptChanges(objectOf(was), objectOf(is), []).length === 0
    ? []
    : [{ path: ['spec', is === current.dataSource ? 'dataSource' : field], before: was, after: is }];
}

/** A StatefulSet keeps the list of its claims, all of it. */
export function claimTemplateChanges(before: Resource, after: Resource): readonly Change[] {
  const path: Path = ['spec', 'volumeClaimTemplates'];
  const [old, current] = [before, after].map(({ value }) => listOf(getAt(value, path)).map(withoutType));
  const names = [old, current].map((claims) =>
    (claims ?? []).map((claim) => getAt(claim, ['metadata', 'name']) ?? null),
  );
  if (!isEqual(names[0], names[1])) return [{ path, before: names[0], after: names[1] }];
  return keptChanges(old, current, path);
}

/** The API server writes these by itself. */
const WRITTEN: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'status', 'creationTimestamp']);

function withoutType(claim: JsonValue): JsonValue {
  return isObject(claim) ? { ...plain(claim), metadata: plain(objectOf(claim.metadata)) } : claim;
}

function plain(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !WRITTEN.has(field)));
}
