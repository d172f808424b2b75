import { isList, isObject, objectOf } from '../base/json.ts';
import type { JsonValue, Path } from '../base/json.ts';
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

function collect(
  value: JsonValue | undefined,
  { keys, below }: Place,
  path: Path,
  found: RepeatedEntry[],
): void {
  if (isList(value)) {
    if (keys.length > 0 && value.length > 1) found.push(...among(value, keys, path));
    const item = below.get('*');
    if (item !== undefined)
      value.forEach((one, index) => {
        collect(one, item, [...path, index], found);
      });
  } else if (isObject(value))
    for (const [step, place] of below)
      if (value[step] !== undefined) collect(value[step], place, [...path, step], found);
}

function* among(list: readonly JsonValue[], keys: readonly string[], at: Path): Iterable<RepeatedEntry> {
  const seen = new Map<string, Path>();
  for (const [index, item] of list.entries()) {
    const entry = objectOf(item);
    const words = keys.flatMap((name) => {
      const value = entry[name] ?? DEFAULTS[name];
      return typeof value === 'string' || typeof value === 'number' ? [`${name} ${value}`] : [];
    });
    if (words.length < keys.length) continue;
    const key = words.join(' and ');
    const first = seen.get(key);
    if (first === undefined) seen.set(key, [...at, index]);
    else {
      const last = keys.findLast((name) => entry[name] !== undefined) ?? keys[0] ?? '';
      yield { path: [...at, index, last], first, key };
    }
  }
}

const DEFAULTS: Readonly<Record<string, JsonValue | undefined>> = { protocol: 'TCP' };
