import { addTo } from '../base/multimap.ts';
import { listOf, objectOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import { groupOf, isClusterScoped, kindOf, typeName } from '../resource/kinds.ts';
import type { TypeName } from '../resource/kinds.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import { NAME_ROWS } from './catalog.ts';
import { first, readPattern, walk } from './pattern.ts';
import type { Pattern } from './pattern.ts';
import type { NameRow, TypeByField } from './row.ts';

/** One reference by name, as written. Paths are relative to the referrer's value. */
export interface Reference {
  readonly row: NameRow;
  readonly from: Resource;
  /** The pod whose spec holds the reference, if one does. */
  readonly pod?: Pod;
  /** To the string that names the target. */
  readonly path: Path;
  readonly to: TypeName;
  /** Empty for targets without a namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly optional: boolean;
  /** Entries of the target's data that are asked for. */
  readonly keys: readonly { readonly key: string; readonly path: Path }[];
  readonly port?: ReferencePort;
}

/** A port of a Service as the referrer writes it; `path` leads to the number or name, or to the reference if it is implied. */
export interface ReferencePort {
  readonly value: number | string;
  readonly path: Path;
}

interface CompiledRow {
  readonly row: NameRow;
  readonly at: Pattern;
  readonly name: Pattern;
  readonly namespace: Pattern | undefined;
  readonly keys: Pattern | undefined;
  readonly unless: Pattern | undefined;
}

const BY_TYPE: ReadonlyMap<string, readonly CompiledRow[]> = compile(NAME_ROWS);

function compile(rows: readonly NameRow[]): ReadonlyMap<string, readonly CompiledRow[]> {
  const byType = new Map<string, CompiledRow[]>();
  for (const row of rows) {
    const compiled = {
      row,
      at: readPattern(row.at),
      name: readPattern(row.name),
      namespace: row.namespace === undefined ? undefined : readPattern(row.namespace),
      keys: row.keys === undefined ? undefined : readPattern(row.keys),
      unless: row.unless === undefined ? undefined : readPattern(row.unless.field),
    };
    addTo(byType, row.from, compiled);
  }
  return byType;
}

/** Every reference by name that the catalogue finds in an object and in the pods it makes. */
export function referencesOf(resource: Resource, pods: readonly Pod[]): readonly Reference[] {
  const found: Reference[] = [];
  for (const row of BY_TYPE.get(resource.type) ?? [])
    read(row, resource, undefined, resource.value, [], found);
  for (const pod of pods) {
    if (!pod.written) continue;
    const base = [...pod.path, 'spec'];
    const spec = withoutReplacedVolumes(resource, pod.spec);
    for (const row of BY_TYPE.get('@pod') ?? []) read(row, resource, pod, spec, base, found);
  }
  return found;
}

/**
 * A pod spec in which volumes that a StatefulSet replaces name nothing; their places stay. Source: api apps/v1 types.go
 * StatefulSetSpec.volumeClaimTemplates, "A claim in this list takes precedence over any volumes in the template, with
 * the same name."
 */
function withoutReplacedVolumes(resource: Resource, spec: JsonObject): JsonObject {
  if (resource.type !== 'apps/StatefulSet') return spec;
  const templates = listOf(objectOf(resource.value.spec).volumeClaimTemplates);
  if (templates.length === 0) return spec;
  const claimed = new Set(templates.map((template) => objectOf(objectOf(template).metadata).name));
  const volumes = listOf(spec.volumes).map((volume) => {
    const { name } = objectOf(volume);
    return typeof name === 'string' && claimed.has(name) ? { name } : volume;
  });
  return { ...spec, volumes };
}

function read(
  compiled: CompiledRow,
  from: Resource,
  pod: Pod | undefined,
  root: JsonObject,
  base: Path,
  found: Reference[],
): void {
  const { row } = compiled;
  walk(root, compiled.at, (holder, at) => {
    if (row.when !== undefined && !row.when.is.includes(textAt(holder, row.when.field) ?? '')) return;
    if (compiled.unless !== undefined && row.unless !== undefined) {
      const value = first(holder, compiled.unless)?.value;
      if (typeof value === 'string' && row.unless.is.includes(value)) return;
    }
    const named = first(holder, compiled.name);
    if (named === undefined || typeof named.value !== 'string' || named.value === '') return;
    // No object has such a name: Traefik asks another of its providers, as for `api@internal`.
    if (named.value.includes('@')) return;
    const to = targetType(row.to, holder);
    if (to === undefined) return;
    const here = [...base, ...at];
    const path = [...here, ...named.path];
    const keys: { key: string; path: Path }[] = [];
    if (compiled.keys !== undefined) {
      walk(holder, compiled.keys, (value, below) => {
        if (typeof value === 'string') keys.push({ key: value, path: [...here, ...below] });
      });
    }
    const slash = row.form === undefined ? -1 : named.value.indexOf('/');
    const written =
      slash >= 0
        ? named.value.slice(0, slash)
        : compiled.namespace === undefined
          ? undefined
          : first(holder, compiled.namespace)?.value;
    const port = portOf(row, holder, here, path);
    found.push({
      row,
      from,
      ...(pod === undefined ? {} : { pod }),
      path,
      to,
      namespace: isClusterScoped(to)
        ? ''
        : typeof written === 'string' && written !== ''
          ? written
          : from.namespace,
      name: named.value.slice(slash + 1),
      optional: row.optional !== undefined && objectOf(holder)[row.optional] === true,
      keys,
      ...(port === undefined ? {} : { port }),
    });
  });
}

function portOf(row: NameRow, holder: JsonValue, here: Path, implied: Path): ReferencePort | undefined {
  if (row.port === undefined) return undefined;
  for (const field of [row.port.number, row.port.name]) {
    if (field === undefined) continue;
    const hit = first(holder, readPattern(field));
    if (
      hit !== undefined &&
      (typeof hit.value === 'number' || typeof hit.value === 'string') &&
      hit.value !== ''
    ) {
      return { value: hit.value, path: [...here, ...hit.path] };
    }
  }
  return row.port.default === undefined ? undefined : { value: row.port.default, path: implied };
}

/** Undefined where the kind is one that the catalogue does not know: nothing can be said of it. */
function targetType(to: NameRow['to'], holder: JsonValue): TypeName | undefined {
  if (typeof to === 'string') return to;
  return typeByField(to, holder);
}

function typeByField(to: TypeByField, holder: JsonValue): TypeName | undefined {
  const kind = textAt(holder, to.kind) ?? kindOf(to.default);
  const group =
    to.group !== undefined
      ? textAt(holder, to.group)
      : to.apiVersion !== undefined
        ? mapDefined(textAt(holder, to.apiVersion), groupOf)
        : undefined;
  const known = to.known.filter((type) => kindOf(type) === kind);
  // `group: core` is what the Gateway API's mesh documentation prints for the core group.
  if (group !== undefined) {
    const type = typeName(group === 'core' ? '' : group, kind);
    return known.includes(type) ? type : undefined;
  }
  return kind === kindOf(to.default) && known.includes(to.default) ? to.default : known[0];
}

function mapDefined<A, B>(value: A | undefined, map: (value: A) => B): B | undefined {
  return value === undefined ? undefined : map(value);
}

function textAt(value: JsonValue | undefined, field: string): string | undefined {
  const found = objectOf(value)[field];
  return typeof found === 'string' ? found : undefined;
}
