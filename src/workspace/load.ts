import { getAt, stringOf } from '../base/json.ts';
import type { Document, Manifest } from '../document/document.ts';
import { readDocuments } from '../document/read.ts';
import { groupOf, isClusterScoped, typeName } from '../resource/kinds.ts';
import type { TypeName } from '../resource/kinds.ts';
import { isKustomization, isPatchFragment, kustomizeRoles } from '../resource/kustomize.ts';
import { objectsOf, resourceOf } from '../resource/resource.ts';
import type { RawObject, Resource } from '../resource/resource.ts';
import type { SourceFile } from '../source/file.ts';
import { hasTemplateAction, looksTemplated } from '../source/template.ts';
import type { Notice } from './notice.ts';

/** What the files hold, before any rule has looked at it. */
export interface Loaded {
  readonly documents: number;
  readonly resources: readonly Resource[];
  /** Texts that could not be read as manifests: what seems to be missing may be in there. */
  readonly unreadable: readonly string[];
  readonly notices: readonly Notice[];
}

export interface LoadOptions {
  readonly namespace?: string;
  /** Parses a chunk of a file, or knows it already. */
  readonly parse: (chunk: string) => Document | undefined;
  readonly onFile?: (done: number) => void;
}

export function load(files: readonly SourceFile[], options: LoadOptions): Loaded {
  const read = readManifests(files, options);
  const roles = kustomizeRoles(read.manifests);
  const notices = [...read.notices];
  const unreadable = [...read.unreadable];
  const objects: RawObject[] = [];
  for (const manifest of read.manifests) {
    if (isKustomization(manifest)) continue;
    if (roles.patches.has(manifest.file) || isPatch(manifest)) {
      notices.push(patchNotice(manifest));
      unreadable.push(manifest.document.text);
    } else {
      objects.push(...objectsOf(manifest));
    }
  }
  const clusterTypes = clusterTypesOf(objects);
  const implicit = options.namespace ?? implicitNamespace(objects, clusterTypes);
  const resources = objects.map((object) =>
    resourceOf(object, implicit, clusterTypes, roles.unrendered.get(object.manifest.file)),
  );
  return { documents: read.documents, resources, unreadable, notices };
}

interface Read {
  documents: number;
  readonly manifests: Manifest[];
  readonly unreadable: string[];
  readonly notices: Notice[];
}

function readManifests(files: readonly SourceFile[], options: LoadOptions): Read {
  const all: Read = { documents: 0, manifests: [], unreadable: [], notices: [] };
  const templatesOf = new Map<string, number>();
  files.forEach((file, position) => {
    options.onFile?.(position);
    if (file.chart !== undefined && hasTemplateAction(file.text)) {
      templatesOf.set(file.chart, (templatesOf.get(file.chart) ?? 0) + 1);
      all.unreadable.push(file.text);
    } else {
      readFile(file, options, all);
    }
  });
  for (const [chart, count] of templatesOf) {
    const templates = count === 1 ? '1 template' : `${count} templates`;
    all.notices.push({
      rule: 'template-skipped',
      message: `${templates} of this Helm chart skipped; check what \`helm template\` prints instead.`,
      place: { file: chart === '' || chart === '.' ? 'Chart.yaml' : `${chart}/Chart.yaml` },
    });
  }
  return all;
}

function readFile({ file, text }: SourceFile, { parse }: LoadOptions, all: Read): void {
  const read = readDocuments(text, parse);
  all.documents += read.length;
  const template = read.some(({ document }) => document.value === undefined) && looksTemplated(text);
  if (template) {
    const message = 'This file is a template; it is skipped until it is rendered.';
    all.notices.push({ rule: 'template-skipped', message, place: { file } });
  }
  read.forEach(({ offset, document }, index) => {
    const manifest: Manifest = { file, index, offset, document };
    if (document.value === undefined) all.unreadable.push(document.text);
    else all.manifests.push(manifest);
    if (template && document.value === undefined) return;
    for (const { code, message, span } of document.problems) {
      all.notices.push({ rule: code, message, place: { file, manifest, span } });
    }
  });
}

function isPatch({ document }: Manifest): boolean {
  if (stringOf(getAt(document.value, ['kind'])) === undefined) return false;
  return isPatchFragment(document);
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
 * if all others are in one namespace, that is the one meant. Else it is `default`.
 */
function implicitNamespace(objects: readonly RawObject[], clusterTypes: ReadonlySet<TypeName>): string {
  const written = new Set<string>();
  for (const { value } of objects) {
    const type = typeName(groupOf(stringOf(value.apiVersion) ?? ''), stringOf(value.kind) ?? '');
    const namespace = stringOf(getAt(value, ['metadata', 'namespace']));
    if (namespace === undefined || namespace === '' || isClusterScoped(type) || clusterTypes.has(type))
      continue;
    if (!namespace.startsWith('kube-')) written.add(namespace);
  }
  const [only] = written;
  return written.size === 1 && only !== undefined ? only : 'default';
}
