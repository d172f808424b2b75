import { isList, isObject } from '../base/json.ts';
import type { JsonValue, Path } from '../base/json.ts';
import type { Resource } from '../resource/resource.ts';
import { guideOf } from './guide.ts';
import { kindCalled, schemaVersion } from './kinds.ts';

/** An entry of a list that is written without a value, and what the API server takes it for. */
export interface EmptyEntry {
  readonly path: Path;
  readonly taken: '{}' | '0' | 'false';
}

/**
 * Entries without a value, which Go decodes as the zero of their type (encoding/json). Those of lists of strings are left out, where
 * the empty one is often meant, as that of apiGroups.
 */
export function emptyEntries(
  { apiVersion, kind, value }: Pick<Resource, 'apiVersion' | 'kind' | 'value'>,
  minor: number,
): readonly EmptyEntry[] {
  const found = kindCalled(apiVersion, kind);
  if (found === undefined) return [];
  const paths: Path[] = [];
  collect(value, [], paths);
  if (paths.length === 0) return [];
  const guide = guideOf(found.definition, schemaVersion(minor));
  return paths.flatMap((path): readonly EmptyEntry[] => {
    const shape = guide(path);
    if (shape === undefined || shape.values.length > 0) return [];
    if (shape.wanted === 'an object') return [{ path, taken: '{}' }];
    if (shape.scalar === 'boolean') return [{ path, taken: 'false' }];
    return shape.scalar === 'integer' ? [{ path, taken: '0' }] : [];
  });
}

/** `path` is changed on the way and as it was in the end. */
function collect(value: JsonValue, path: (string | number)[], found: Path[]): void {
  if (isList(value)) {
    for (const [index, entry] of value.entries()) {
      if (entry === null) found.push([...path, index]);
      else if (typeof entry === 'object') below(entry, index, path, found);
    }
  } else if (isObject(value)) {
    for (const key in value) {
      const entry = value[key];
      if (typeof entry === 'object' && entry !== null) below(entry, key, path, found);
    }
  }
}

function below(value: JsonValue, step: string | number, path: (string | number)[], found: Path[]): void {
  path.push(step);
  collect(value, path, found);
  path.pop();
}
