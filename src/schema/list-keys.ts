import { isList, isObject, objectOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import type { Resource } from '../resource/resource.ts';
import { kindCalled } from './kinds.ts';

/** Two entries of a list that nothing tells apart. */
export interface RepeatedEntry {
  /** To the last key that is written in the entry that comes second. */
  readonly path: Path;
  readonly first: Path;
  /** What they have in common: `name DEBUG`. */
  readonly key: string;
}

/** The lists below a place, so that an object is walked once for all of them. */
interface Place {
  /** Of a list: what tells its entries apart. */
  keys: readonly string[];
  /** Each item of a list is under `*`. */
  readonly below: Map<string, Place>;
}

/** By the lists of a kind of the API server: a name of a stranger's kind is not kept. */
const known = new WeakMap<readonly string[], Place>();

/**
 * Entries with the same keys, in lists whose entries are told apart by them. The API server fills in defaults before it
 * compares: a protocol that is left out is TCP.
 */
export function repeatedEntries({
  apiVersion,
  kind,
  value,
}: Pick<Resource, 'apiVersion' | 'kind' | 'value'>): readonly RepeatedEntry[] {
  const { lists } = kindCalled(apiVersion, kind) ?? {};
  if (lists === undefined) return [];
  const place = known.get(lists) ?? placesOf(lists);
  known.set(lists, place);
  const found: RepeatedEntry[] = [];
  collect(value, place, [], found);
  return found;
}

/** `spec.containers[*].env:name` of each. */
function placesOf(lists: readonly string[]): Place {
  const root: Place = { keys: [], below: new Map() };
  for (const text of lists) {
    const [path = '', keys = ''] = text.split(':');
    let place = root;
    for (const step of path.replaceAll('[*]', '.*').split('.')) {
      const next = place.below.get(step) ?? { keys: [], below: new Map() };
      place.below.set(step, next);
      place = next;
    }
    place.keys = keys.split(',');
  }
  return root;
}

/** `path` is changed on the way and as it was in the end. */
function collect(
  value: JsonValue | undefined,
  { keys, below }: Place,
  path: (string | number)[],
  found: RepeatedEntry[],
): void {
  if (isList(value)) {
    if (keys.length > 0 && value.length > 1) addRepeated(value, keys, path, found);
    const item = below.get('*');
    if (item === undefined) return;
    for (const [index, one] of value.entries()) {
      path.push(index);
      collect(one, item, path, found);
      path.pop();
    }
  } else if (isObject(value)) {
    for (const [step, place] of below) {
      const one = value[step];
      if (typeof one !== 'object') continue;
      path.push(step);
      collect(one, place, path, found);
      path.pop();
    }
  }
}

function addRepeated(
  list: readonly JsonValue[],
  keys: readonly string[],
  at: Path,
  found: RepeatedEntry[],
): void {
  const seen = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const entry = objectOf(item);
    const key = keyOf(entry, keys);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else {
      const last = keys.findLast((name) => entry[name] !== undefined) ?? keys[0] ?? '';
      found.push({ path: [...at, index, last], first: [...at, first], key });
    }
  }
}

/** `containerPort 80 and protocol TCP`. */
function keyOf(entry: JsonObject, keys: readonly string[]): string | undefined {
  let key = '';
  for (const name of keys) {
    const value = entry[name] ?? DEFAULTS[name];
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    key += `${key === '' ? '' : ' and '}${name} ${value}`;
  }
  return key;
}

const DEFAULTS: Readonly<Record<string, JsonValue | undefined>> = { protocol: 'TCP' };
