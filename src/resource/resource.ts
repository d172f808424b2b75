import type { TypeMeta } from '@kubernetes-models/base';
import { isObject, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import type { Manifest } from '../document/document.ts';
import { groupOf, isBuiltIn, isClusterScoped, kindOf, typeName } from './kinds.ts';
import type { TypeName } from './kinds.ts';

/** A Kubernetes object at its place. Paths inside it are relative to `value`; `base` leads there from the document. */
export interface Resource extends TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
  readonly manifest: Manifest;
  readonly base: Path;
  readonly value: JsonObject;
  /** `networking.k8s.io/Ingress`, `Service`: the group and kind under today's name. */
  readonly type: TypeName;
  /** Empty with `generateName`: such an object has no identity. */
  readonly name: string;
  /** Empty for kinds without a namespace. Filled in where the manifest leaves it out. */
  readonly namespace: string;
  /** Whether the manifest itself says the namespace. */
  readonly namespaceWritten: boolean;
  /** Whether nobody says it, and it is that of others, who do: a sample beside an operator may be meant for any namespace. */
  readonly namespaceGuessed: boolean;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Why this text is not what will be applied, if it is not: a Kustomize base, a component. */
  readonly unrendered?: string;
}

export type Labels = Readonly<Record<string, string>>;

/** Objects before their namespace is settled. */
export interface RawObject {
  readonly manifest: Manifest;
  readonly base: Path;
  readonly value: JsonObject;
}

/**
 * The objects of a document: itself, or the items of a `List` or of a typed list such as `ServiceList`. A list item
 * that is no object is left out, its siblings are not. Documents without apiVersion and kind are no manifests.
 */
export function objectsOf(manifest: Manifest): readonly RawObject[] {
  const found: RawObject[] = [];
  collect(manifest, manifest.document.value, [], undefined, found);
  return found;
}

function collect(
  manifest: Manifest,
  value: JsonValue | undefined,
  base: Path,
  listOf: TypeMeta | undefined,
  found: RawObject[],
): void {
  if (!isObject(value)) return;
  const apiVersion = stringOf(value.apiVersion) ?? listOf?.apiVersion;
  const kind = stringOf(value.kind) ?? listOf?.kind;
  if (apiVersion === undefined || kind === undefined) return;
  const items = value.items;
  if (kind.endsWith('List') && Array.isArray(items)) {
    const item = kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) };
    items.forEach((entry: JsonValue, index) => {
      collect(manifest, entry, [...base, 'items', index], item, found);
    });
    return;
  }
  const whole =
    value.apiVersion === undefined || value.kind === undefined ? { ...value, apiVersion, kind } : value;
  found.push({ manifest, base, value: whole });
}

/** Settles namespace and identity; `implicit` is the namespace of objects that leave theirs out, and whether it is a guess. */
export function resourceOf(
  raw: RawObject,
  implicit: string,
  clusterTypes: ReadonlySet<TypeName>,
  unrendered?: string,
  isGuess = false,
): Resource {
  const { manifest, base, value } = raw;
  const apiVersion = stringOf(value.apiVersion) ?? '';
  const kind = stringOf(value.kind) ?? '';
  const type = typeName(groupOf(apiVersion), kind);
  const metadata = objectOf(value.metadata);
  const written = stringOf(metadata.namespace);
  const clusterWide = isClusterScoped(type) || clusterTypes.has(type);
  return {
    manifest,
    base,
    value,
    apiVersion,
    kind,
    type,
    name: stringOf(metadata.name) ?? '',
    namespace: clusterWide ? '' : written === undefined || written === '' ? implicit : written,
    namespaceWritten: written !== undefined && written !== '',
    namespaceGuessed: isGuess && !clusterWide && (written === undefined || written === ''),
    labels: stringMap(metadata.labels),
    annotations: stringMap(metadata.annotations),
    ...(unrendered === undefined ? {} : { unrendered }),
  };
}

/** The string values of an object; the API server rejects others (validation reports them). */
export function stringMap(value: JsonValue | undefined): Labels {
  if (!isObject(value)) return NO_LABELS;
  const map: Record<string, string> = {};
  for (const [key, entry] of Object.entries(value)) if (typeof entry === 'string') map[key] = entry;
  return map;
}

const NO_LABELS: Labels = Object.freeze({});

/** How messages call an object: `Service shop/web`, `Namespace shop`. */
export function nameOf(resource: Pick<Resource, 'kind' | 'namespace' | 'name' | 'value'>): string {
  const metadata = objectOf(resource.value.metadata);
  const name = resource.name !== '' ? resource.name : `${stringOf(metadata.generateName) ?? ''}…`;
  return `${resource.kind} ${qualified(resource.namespace, name)}`;
}

/** `shop/web`; without a namespace just the name. */
export function qualified(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** How messages call a thing of a type that may not exist: `ConfigMap shop/settings`. */
export function describe(type: TypeName, namespace: string, name: string): string {
  return `${kindOf(type)} ${qualified(namespace, name)}`;
}

/** Tells objects of one input apart, also those without a name or with the same one. */
export function idOf(resource: Resource): string {
  return `${resource.manifest.file}\0${resource.manifest.index}\0${resource.base.join('.')}`;
}

/** Whether its kind is none of Kubernetes itself. */
export function isCustom(resource: Resource): boolean {
  return !isBuiltIn(groupOf(resource.apiVersion));
}
