import { isList, objectOf } from '../base/json.ts';
import type { JsonValue, Path } from '../base/json.ts';
import type { Resource } from '../resource/resource.ts';
import { kindCalled } from './kinds.ts';

/** Two entries of a list that nothing tells apart. */
export interface RepeatedEntry {
  /** To the key of the entry that comes second. */
  readonly path: Path;
  readonly first: Path;
  /** What they have in common: `name DEBUG`. */
  readonly key: string;
}

interface KeyedList {
  /** `*` is every item of a list. */
  readonly steps: readonly string[];
  readonly keys: readonly string[];
}

const known = new Map<string, readonly KeyedList[]>();

/**
 * Entries with the same keys, in lists whose entries are told apart by them. The API server fills in defaults before it
 * compares: a protocol that is left out is TCP.
 */
export function repeatedEntries({
  apiVersion,
  kind,
  value,
}: Pick<Resource, 'apiVersion' | 'kind' | 'value'>): readonly RepeatedEntry[] {
  const name = `${apiVersion}/${kind}`;
  let lists = known.get(name);
  if (lists === undefined) {
    lists = (kindCalled(apiVersion, kind)?.lists ?? []).map(readList);
    known.set(name, lists);
  }
  return lists.flatMap((list) => [...below(value, list, 0, [])]);
}

function readList(text: string): KeyedList {
  const [path = '', keys = ''] = text.split(':');
  return { steps: path.replaceAll('[*]', '.*').split('.'), keys: keys.split(',') };
}

function* below(
  value: JsonValue | undefined,
  list: KeyedList,
  index: number,
  path: Path,
): Iterable<RepeatedEntry> {
  const step = list.steps[index];
  if (step === undefined) {
    if (isList(value)) yield* among(value, list.keys, path);
  } else if (step === '*') {
    if (!isList(value)) return;
    for (const [place, item] of value.entries()) yield* below(item, list, index + 1, [...path, place]);
  } else yield* below(objectOf(value)[step], list, index + 1, [...path, step]);
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
    else yield { path: [...at, index, keys[0] ?? 0], first, key };
  }
}

const DEFAULTS: Readonly<Record<string, JsonValue | undefined>> = { protocol: 'TCP' };
