import { isObject, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import { keptChanges } from './kept.ts';
import type { Change } from './kept.ts';

/** Fields of the spec of a PersistentVolume that are no source (api core/v1 PersistentVolumeSpec). */
const NO_SOURCE: ReadonlySet<string> = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);

/** The source of a volume: another type, or a field of it (pkg/apis/core/validation ValidatePersistentVolumeUpdate). */
export function volumeSource(before: Resource, after: Resource): readonly Change[] {
  const [old, current] = [sourceOf(before), sourceOf(after)];
  if (old === undefined || current === undefined) return [];
  const path: Path = ['spec', current[0]];
  return old[0] === current[0]
    ? keptChanges(old[1], current[1], path)
    : [{ path, before: { [old[0]]: old[1] }, after: { [current[0]]: current[1] } }];
}

function sourceOf({ value }: Resource): readonly [string, JsonObject] | undefined {
  for (const [key, source] of Object.entries(objectOf(value.spec)))
    if (!NO_SOURCE.has(key) && isObject(source)) return [key, source];
  return undefined;
}

/** What an immutable ConfigMap or Secret holds (ValidateConfigMapUpdate, ValidateSecretUpdate), and that it is one. */
export function heldFast(before: Resource, after: Resource): readonly Path[] {
  if (before.value.immutable !== true) return [];
  const paths: Path[] = after.value.immutable === true ? [] : [['immutable']];
  if (contents(before.value) !== contents(after.value))
    paths.push([after.value.stringData === undefined ? 'data' : 'stringData']);
  if (before.type === 'ConfigMap' && sorted(before.value.binaryData) !== sorted(after.value.binaryData))
    paths.push(['binaryData']);
  return paths;
}

/** The values of a Secret, however they are written. */
function contents({ kind, data, stringData }: JsonObject): string {
  const plain = Object.entries(objectOf(data)).map(([key, value]): [string, JsonValue] => [
    key,
    kind === 'Secret' ? Buffer.from(stringOf(value) ?? '', 'base64').toString('latin1') : (value ?? null),
  ]);
  const written = Object.entries(objectOf(stringData)).map(([key, value]): [string, JsonValue] => [
    key,
    Buffer.from(stringOf(value) ?? '', 'utf8').toString('latin1'),
  ]);
  return sorted(Object.fromEntries([...plain, ...written]));
}

function sorted(value: JsonValue | undefined): string {
  return JSON.stringify(Object.entries(objectOf(value)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
