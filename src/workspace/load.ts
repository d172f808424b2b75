import { getAt, stringOf } from '../base/json.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { fingerprint } from '../diagnostic/fingerprint.ts';
import type { Document, Manifest } from '../document/document.ts';
import { readDocuments } from '../document/read.ts';
import { isPatchFragment, kustomizeRoles, isKustomization } from '../resource/kustomize.ts';
import type { TypeName } from '../resource/kinds.ts';
import { groupOf, isClusterScoped, typeName } from '../resource/kinds.ts';
import { objectsOf, resourceOf } from '../resource/resource.ts';
import type { RawObject, Resource } from '../resource/resource.ts';
import type { SourceFile } from '../source/file.ts';
import { looksTemplated } from '../source/template.ts';

/** What the files hold, before any rule has looked at it. */
export interface Loaded {
  readonly documents: number;
  readonly resources: readonly Resource[];
  /** Texts that could not be read as manifests: what seems to be missing may be in there. */
  readonly unreadable: readonly string[];
  /** What there is to say about reading itself. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadOptions {
  readonly namespace?: string;
  /** Parses a chunk of a file, or knows it already. */
  readonly parse: (chunk: string) => Document | undefined;
  readonly onFile?: (done: number) => void;
}

export function load(files: readonly SourceFile[], options: LoadOptions): Loaded {
  const diagnostics: Diagnostic[] = [];
  const unreadable: string[] = [];
  const manifests: Manifest[] = [];
  const charts = new Map<string, number>();
  let documents = 0;

  files.forEach((file, position) => {
    options.onFile?.(position);
    if (file.chart !== undefined && looksTemplated(file.text)) {
      charts.set(file.chart, (charts.get(file.chart) ?? 0) + 1);
      unreadable.push(file.text);
      return;
    }
    const read = readDocuments(file.text, options.parse);
    documents += read.length;
    const templated = read.some(({ document }) => document.value === undefined) && looksTemplated(file.text);
    if (templated)
      diagnostics.push(
        note('template-skipped', file.file, 'This file is a template; it is skipped until it is rendered.'),
      );
    read.forEach(({ offset, document }, index) => {
      const manifest: Manifest = { file: file.file, index, offset, document };
      if (document.value === undefined) unreadable.push(document.text);
      else manifests.push(manifest);
      if (templated && document.value === undefined) return;
      for (const { code, message, span } of document.problems) {
        diagnostics.push({
          ...note(code, file.file, message),
          severity: code === 'yaml-duplicate-key' || code === 'yaml-ignored-document' ? 'warning' : 'error',
          place: { file: file.file, manifest, span },
          fingerprint: fingerprint(code, file.file, undefined, [index, message]),
        });
      }
    });
  });
  for (const [chart, count] of charts) {
    const templates = count === 1 ? 'A template' : `${count} templates`;
    diagnostics.push(
      note(
        'template-skipped',
        `${chart === '' ? '' : `${chart}/`}Chart.yaml`,
        `${templates} of this Helm chart ${count === 1 ? 'is' : 'are'} skipped; check what \`helm template\` prints instead.`,
      ),
    );
  }

  const roles = kustomizeRoles(manifests);
  const objects: RawObject[] = [];
  for (const manifest of manifests) {
    if (isKustomization(manifest)) continue;
    const { document, file } = manifest;
    const patch =
      roles.patches.has(file) ||
      isPatchFragment(document.value) ||
      /^\s*(?:- )?\$patch:/m.test(document.text);
    if (patch && stringOf(getAt(document.value, ['kind'])) !== undefined) {
      diagnostics.push({
        ...note(
          'kustomize-patch-skipped',
          file,
          'This is a patch for Kustomize, no whole object; it is skipped until it is rendered.',
        ),
        place: { file, manifest, path: ['kind'], part: 'value' },
        fingerprint: fingerprint('kustomize-patch-skipped', file, undefined, [manifest.index]),
      });
      unreadable.push(document.text);
      continue;
    }
    objects.push(...objectsOf(manifest));
  }
  const clusterTypes = clusterTypesOf(objects);
  const implicit = options.namespace ?? implicitNamespace(objects, clusterTypes);
  const resources = objects.map((object) =>
    resourceOf(object, implicit, clusterTypes, roles.unrendered.get(object.manifest.file)),
  );
  return { documents, resources, unreadable, diagnostics };
}

/** Kinds without a namespace among the CustomResourceDefinitions of the input. */
function clusterTypesOf(objects: readonly RawObject[]): ReadonlySet<TypeName> {
  const types = new Set<TypeName>();
  for (const { value } of objects) {
    if (value.kind !== 'CustomResourceDefinition' || getAt(value, ['spec', 'scope']) !== 'Cluster')
      continue;
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

/** An info about a file as a whole. */
function note(rule: string, file: string, message: string): Diagnostic {
  return {
    rule,
    severity: 'info',
    message,
    place: { file },
    related: [],
    fixes: [],
    fingerprint: fingerprint(rule, file, undefined, undefined),
  };
}
