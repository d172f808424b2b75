import { getAt, isList, isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Document, Manifest } from '../document/document.ts';
import { groupOf } from './kinds.ts';

/** What Kustomize does with the files of the input: the part that needs no rendering to know. */
export interface KustomizeRoles {
  /** Files that are patches: fragments, no manifests. */
  readonly patches: ReadonlySet<string>;
  /** Files whose objects Kustomize changes or completes before they are applied, with the reason. */
  readonly unrendered: ReadonlyMap<string, string>;
}

const FILE_NAMES: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** Fields through which an overlay changes names, labels, namespaces or content of what it lists. */
const CHANGING = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
  'components',
  'configMapGenerator',
  'secretGenerator',
  'generators',
  'transformers',
  'helmCharts',
] as const;

export function isKustomization(manifest: Manifest): boolean {
  const value = manifest.document.value;
  if (FILE_NAMES.has(baseName(manifest.file))) return true;
  return isObject(value) && (stringOf(value.apiVersion) ?? '').startsWith('kustomize.config.k8s.io/');
}

export function kustomizeRoles(manifests: readonly Manifest[]): KustomizeRoles {
  const patches = new Set<string>();
  const unrendered = new Map<string, string>();
  const kustomizations = manifests.filter(isKustomization);
  const bases = new Set<string>();
  for (const manifest of kustomizations) {
    const folder = folderOf(manifest.file);
    const value = objectOf(manifest.document.value);
    for (const field of ['resources', 'components', 'bases']) {
      for (const entry of listOf(value[field])) if (typeof entry === 'string') bases.add(join(folder, entry));
    }
    for (const patch of patchPaths(value)) patches.add(join(folder, patch));
  }
  for (const manifest of kustomizations) {
    const folder = folderOf(manifest.file);
    const value = objectOf(manifest.document.value);
    const reason = reasonOf(value, bases.has(folder));
    if (reason === undefined) continue;
    for (const entry of listOf(value.resources)) {
      if (typeof entry === 'string') unrendered.set(join(folder, entry), reason);
    }
  }
  return { patches, unrendered };
}

function reasonOf(value: JsonObject, isBase: boolean): string | undefined {
  if (value.kind === 'Component') return 'it is part of a Kustomize component';
  if (isBase) return 'it is part of a Kustomize base';
  const field = CHANGING.find((name) => value[name] !== undefined && value[name] !== null);
  return field === undefined ? undefined : `Kustomize changes it (${field})`;
}

function patchPaths(value: JsonObject): readonly string[] {
  const paths: string[] = [];
  const add = (entry: JsonValue | undefined): void => {
    // An inline patch is a text of several lines; a path has none.
    if (typeof entry === 'string' && !entry.includes('\n')) paths.push(entry);
  };
  for (const entry of listOf(value.patches)) add(getAt(entry, ['path']));
  for (const entry of listOf(value.patchesJson6902)) add(getAt(entry, ['path']));
  for (const entry of listOf(value.patchesStrategicMerge)) add(entry);
  for (const entry of listOf(value.transformers)) add(entry);
  return paths;
}

/**
 * A fragment that only a patch can be: it says so with `$patch` or another directive, or it lacks all of what the API server
 * demands of its kind: a workload its selector and template labels, an autoscaler its target, a CronJob its schedule.
 */
export function isPatchFragment({ value, text }: Pick<Document, 'value' | 'text'>): boolean {
  if (!isObject(value)) return false;
  // Few documents have one, and a look at the text is cheaper than a walk.
  if (/\$(?:patch|retainKeys|setElementOrder|deleteFromPrimitiveList)\b/.test(text) && hasDirective(value))
    return true;
  const group = groupOf(stringOf(value.apiVersion) ?? '');
  const spec = objectOf(value.spec);
  switch (`${group}/${stringOf(value.kind) ?? ''}`) {
    case 'apps/Deployment':
    case 'apps/StatefulSet':
    case 'apps/DaemonSet':
    case 'apps/ReplicaSet':
      return spec.selector === undefined && getAt(spec, ['template', 'metadata', 'labels']) === undefined;
    case 'autoscaling/HorizontalPodAutoscaler':
      return isObject(value.spec) && spec.scaleTargetRef === undefined && spec.maxReplicas === undefined;
    case 'batch/CronJob':
      return isObject(value.spec) && spec.schedule === undefined && !runsImages(spec);
    default:
      return false;
  }
}

/** Whether a CronJob has whole containers: then somebody forgot the schedule. */
function runsImages({ jobTemplate }: JsonObject): boolean {
  const containers = listOf(getAt(jobTemplate, ['spec', 'template', 'spec', 'containers']));
  return containers.length > 0 && containers.every((one) => objectOf(one).image !== undefined);
}

/** `$patch`, `$retainKeys`, `$setElementOrder/…` (apimachinery pkg/util/strategicpatch); no field begins with a dollar. */
function hasDirective(value: JsonObject): boolean {
  return Object.entries(value).some(([key, entry]) => {
    if (/^\$(?:patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/.test(key)) return true;
    // Kustomizations of Flux, and others, carry patches for other objects.
    return !key.startsWith('patch') && directiveBelow(entry);
  });
}

function directiveBelow(entry: JsonValue | undefined): boolean {
  if (isList(entry)) return entry.some(directiveBelow);
  return isObject(entry) && hasDirective(entry);
}

export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '' : file.slice(0, slash);
}

/** Joins with `/` and resolves `.` and `..`. */
function join(folder: string, entry: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of entry.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
