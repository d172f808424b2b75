import { getAt, isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Manifest } from '../document/document.ts';

/** What Kustomize does with the files of the input: the part that needs no rendering to know. */
export interface KustomizeRoles {
  /** Files that are patches: fragments, no manifests. */
  readonly patches: ReadonlySet<string>;
  /** Files that are read for something else: replacements, content of ConfigMaps, values of charts. */
  readonly inputs: ReadonlySet<string>;
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

/** Whether kustomize looks for its own configuration in a file of this name. */
export function isKustomizationFile(file: string): boolean {
  return FILE_NAMES.has(baseName(file));
}

export function isKustomization(manifest: Manifest): boolean {
  const value = manifest.document.value;
  if (isKustomizationFile(manifest.file)) return true;
  return isObject(value) && (stringOf(value.apiVersion) ?? '').startsWith('kustomize.config.k8s.io/');
}

export function kustomizeRoles(manifests: readonly Manifest[]): KustomizeRoles {
  const patches = new Set<string>();
  const inputs = new Set<string>();
  const applied = new Set<string>();
  const unrendered = new Map<string, string>();
  const kustomizations = manifests.filter(isKustomization);
  const bases = new Set<string>();
  for (const manifest of kustomizations) {
    const folder = folderOf(manifest.file);
    const value = objectOf(manifest.document.value);
    for (const field of ['resources', 'components', 'bases']) {
      for (const entry of listOf(value[field])) if (typeof entry === 'string') bases.add(join(folder, entry));
    }
    for (const entry of listOf(value.resources)) {
      if (typeof entry === 'string') applied.add(join(folder, entry));
    }
    for (const input of inputPaths(value)) inputs.add(join(folder, input));
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
  return { patches, inputs: new Set([...inputs].filter((file) => !applied.has(file))), unrendered };
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

/** Files that kustomize reads for what is in them, not as objects (api/types/kustomization.go Kustomization). */
function inputPaths(value: JsonObject): readonly string[] {
  const paths: (JsonValue | undefined)[] = [
    getAt(value.openapi, ['path']),
    ...listOf(value.replacements).map((one) => getAt(one, ['path'])),
    ...['configurations', 'generators', 'validators'].flatMap((field) => listOf(value[field])),
    ...[...listOf(value.helmCharts), ...listOf(value.helmChartInflationGenerator)].flatMap((one) => {
      const { valuesFile, values, additionalValuesFiles } = objectOf(one);
      return [valuesFile, values, ...listOf(additionalValuesFiles)];
    }),
    ...[...listOf(value.configMapGenerator), ...listOf(value.secretGenerator)].flatMap((one) => {
      const { files, env, envs } = objectOf(one);
      // `key=path`, or a path that is its own key.
      const content = listOf(files).map((file) => stringOf(file)?.replace(/^[^=]*=/, ''));
      return [...content, env, ...listOf(envs)];
    }),
  ];
  return paths.filter((path) => typeof path === 'string');
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
