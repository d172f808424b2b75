import { createHash } from 'node:crypto';
import { isList, isObject, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import type { Resource } from '../resource/resource.ts';
import { masked } from '../secret/hidden.ts';

/**
 * Names a finding by what it is about, wherever that stands: the rule, the object as its document writes it, and the path in it,
 * with the entries of lists by what tells them apart. No file, line or index is in it, so that it survives renamed files, moved
 * lines and entries that are put before it; whoever compares two checks has to count copies. 16 hexadecimal digits.
 */
export function fingerprint(rule: string, resource: Resource, at: Path): string {
  const { apiVersion, kind, value } = resource;
  const { namespace, name, generateName } = objectOf(value.metadata);
  return digest([
    rule,
    apiVersion,
    kind,
    stringOf(namespace) ?? '',
    stringOf(name) ?? stringOf(generateName) ?? '',
    ...keyed(shownOf(resource), at),
  ]);
}

/** The same of what is no object that could be read: all there is of it is what is said. */
export function fingerprintOfText(rule: string, message: string): string {
  return digest([rule, message]);
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

const shown = new WeakMap<JsonObject, JsonObject>();

/** Without secrets: a digest of a short one could be guessed. */
function shownOf({ manifest, base, value }: Resource): JsonObject {
  const known = shown.get(value) ?? masked(value, { document: manifest.document, path: base });
  shown.set(value, known);
  return known;
}

/**
 * The steps of a path, with what tells an entry of a list apart in place of its index. Where nothing does (rules and peers of
 * policies), the scalar that is found there stands for it: what else is in the entry may change as much as its index.
 */
function keyed(root: JsonValue, path: Path): readonly string[] {
  let value: JsonValue | undefined = root;
  const steps: string[] = [];
  for (const step of path) {
    if (typeof step === 'number' && isList(value)) {
      steps.push(`[${keysOf(value)[step] ?? ''}]`);
      value = value[step];
    } else {
      steps.push(`.${step}`);
      value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }
  }
  const isScalar = value !== undefined && typeof value !== 'object';
  return isScalar && steps.includes('[]') ? [...steps, `=${JSON.stringify(value)}`] : steps;
}

const keysIn = new WeakMap<readonly JsonValue[], readonly string[]>();

/** Of each entry, empty for one that nothing tells apart; the second of equal ones is counted. */
function keysOf(list: readonly JsonValue[]): readonly string[] {
  let keys = keysIn.get(list);
  if (keys === undefined) {
    const seen = new Map<string, number>();
    keys = list.map((entry) => {
      const key = keyOf(entry);
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return key === '' || before === 0 ? key : `${key} ${before}`;
    });
    keysIn.set(list, keys);
  }
  return keys;
}

/** Fields that tell entries of lists apart, the first that is there: of containers, ports, rules, paths, mounts, aliases. */
const TELLING = [
  'name',
  'host',
  'path',
  'containerPort',
  'port',
  'key',
  'mountPath',
  'ip',
  'topologyKey',
] as const;

function keyOf(entry: JsonValue | undefined): string {
  if (isObject(entry)) {
    const field = TELLING.find((one) => typeof entry[one] === 'string' || typeof entry[one] === 'number');
    return field === undefined ? '' : `${field}=${JSON.stringify(entry[field])}`;
  }
  return entry === undefined || typeof entry === 'object' ? '' : JSON.stringify(entry);
}
