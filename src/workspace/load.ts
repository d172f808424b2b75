import { getAt, stringOf } from '../base/json.ts';
import type { Manifest } from '../document/document.ts';
import { lackingWords } from '../document/meant.ts';
import { isPatchFragment } from '../resource/fragment.ts';
import { groupOf, isClusterScoped, typeName } from '../resource/kinds.ts';
import type { TypeName } from '../resource/kinds.ts';
import { isKustomization, kustomizeRoles } from '../resource/kustomize.ts';
import type { KustomizeRoles } from '../resource/kustomize.ts';
import { inFileOrder } from '../resource/order.ts';
import { objectsOf, resourceOf } from '../resource/resource.ts';
import type { RawObject, Resource } from '../resource/resource.ts';
import type { SourceFile } from '../source/file.ts';
import type { Notice } from './notice.ts';
import { readManifests } from './read.ts';
import type { ReadOptions } from './read.ts';

/** What the files hold, before any rule has looked at it. */
export interface Loaded {
  readonly documents: number;
  readonly resources: readonly Resource[];
  /** Texts that could not be read as manifests: what seems to be missing may be in there. */
  readonly unreadable: readonly string[];
  readonly notices: readonly Notice[];
}

export interface LoadOptions extends ReadOptions {
  readonly namespace?: string;
}

export function load(files: readonly SourceFile[], options: LoadOptions): Loaded {
  const read = readManifests(files, options);
  const roles = kustomizeRoles(read.manifests);
  const notices = read.notices.filter((notice) => !isExcused(notice, roles));
  const unreadable = [...read.unreadable];
  // What somebody rendered and piped in is whole.
  const piped = new Set(files.filter(({ meant }) => meant === 'piped').map(({ file }) => file));
  const objects: RawObject[] = [];
  for (const manifest of read.manifests) {
    if (isKustomization(manifest) || roles.inputs.has(manifest.file)) continue;
    const isListed = roles.patches.has(manifest.file);
    if (isListed && lackingWords(manifest.document.value ?? null).includes('kind')) continue;
    if (isListed || (!piped.has(manifest.file) && isPatchFragment(manifest.document))) {
      notices.push(patchNotice(manifest));
      unreadable.push(manifest.document.text);
    } else {
      objects.push(...objectsOf(manifest));
    }
  }
  const clusterTypes = clusterTypesOf(objects);
  const implicit =
    options.namespace === undefined
      ? implicitNamespace(objects, clusterTypes)
      : { name: options.namespace, isGuess: false };
  const resources = objects.map((object) =>
    resourceOf(
      object,
      implicit.name,
      clusterTypes,
      roles.unrendered.get(object.manifest.file),
      implicit.isGuess,
    ),
  );
  return { documents: read.documents, resources: inFileOrder(resources), unreadable, notices };
}

/** That of a list, or of what has no kind, in a file that a kustomization reads for something else. */
function isExcused(
  { rule, place: { file, manifest } }: Notice,
  { patches, inputs }: KustomizeRoles,
): boolean {
  if (inputs.has(file)) return true;
  return patches.has(file) && (rule === 'no-manifest' || manifest?.document.entries !== undefined);
}

function patchNotice(manifest: Manifest): Notice {
  return {
    rule: 'kustomize-patch-skipped',
    message: 'This is a patch for Kustomize, no whole object; it is skipped until it is rendered.',
    place: { file: manifest.file, manifest, path: ['kind'], part: 'value' },
  };
}

/** Kinds without a namespace among the CustomResourceDefinitions of the input. */
function clusterTypesOf(objects: readonly RawObject[]): ReadonlySet<TypeName> {
  const types = new Set<TypeName>();
  for (const { value } of objects) {
    if (value.kind !== 'CustomResourceDefinition' || getAt(value, ['spec', 'scope']) !== 'Cluster') continue;
    const group = stringOf(getAt(value, ['spec', 'group']));
    const kind = stringOf(getAt(value, ['spec', 'names', 'kind']));
    if (group !== undefined && kind !== undefined) types.add(typeName(group, kind));
  }
  return types;
}

/**
 * Where objects without a namespace go, as far as the manifests tell: kubectl puts them into its current namespace, and
 * if all others are in one namespace, that is the one meant. Else it is `default`. Where others are there, it is a guess.
 */
function implicitNamespace(
  objects: readonly RawObject[],
  clusterTypes: ReadonlySet<TypeName>,
): { readonly name: string; readonly isGuess: boolean } {
  const written = new Set<string>();
  for (const { value } of objects) {
    const type = typeName(groupOf(stringOf(value.apiVersion) ?? ''), stringOf(value.kind) ?? '');
    const namespace = stringOf(getAt(value, ['metadata', 'namespace']));
    if (namespace === undefined || namespace === '' || isClusterScoped(type) || clusterTypes.has(type))
      continue;
    if (!namespace.startsWith('kube-')) written.add(namespace);
  }
  const [only] = written;
  const name = written.size === 1 && only !== undefined ? only : 'default';
  return { name, isGuess: written.has(name) };
}
