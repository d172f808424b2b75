import { objectOf, stringOf } from '../base/json.ts';
import { folderOf } from '../resource/kustomize.ts';
import type { Resource } from '../resource/resource.ts';
import type { Graph } from './graph.ts';
import { isDelivery } from './makers.ts';

/**
 * Whether the manifests show the whole of a namespace as far as `from` is concerned: somebody who ships a Service
 * together with the pods that it selects ships the rest too. The file of `from` speaks for itself if it holds such a
 * pair, and against itself if it holds a Service whose pods are nowhere: then it is a part of something. A file that
 * holds neither (one object, policies only) is as complete as its namespace; and that is not, if more of its Services
 * lack their pods than have them: then it is a collection of parts, as of examples. Objects whose namespace is a guess say
 * nothing of the others there, and those nothing of them: of such an object the rest of its folder stands for the namespace.
 */
export function isComplete(graph: Graph, from: Resource, namespace: string): boolean {
  if (graph.closedWorld) return true;
  if (from.unrendered !== undefined || mayBeDelivered(graph, namespace)) return false;
  const guessed = from.namespace === namespace && from.namespaceGuessed;
  const pairs = pairsIn(graph, namespace, guessed ? folderOf(from.manifest.file) : undefined);
  const own = from.namespace === namespace ? pairs.byFile.get(from.manifest.file) : undefined;
  return own === undefined ? pairs.mostly : own === 'pair';
}

interface Pairs {
  /** Some Service of the namespace selects pods that are here, and no more of them select pods that are nowhere. */
  readonly mostly: boolean;
  /** `pair`: a Service and its pods in one file. `part`: a Service, and its pods nowhere. */
  readonly byFile: ReadonlyMap<string, 'pair' | 'part'>;
}

/** Those of the namespace that is written down; or, in a folder, those of which it is a guess. */
function pairsIn(graph: Graph, namespace: string, folder: string | undefined): Pairs {
  const counts = ({ namespaceGuessed, manifest }: Resource): boolean =>
    folder === undefined ? !namespaceGuessed : namespaceGuessed && folderOf(manifest.file) === folder;
  return graph.memo(`pairs:${namespace}\0${folder ?? '-'}`, () => {
    const byFile = new Map<string, 'pair' | 'part'>();
    const paired = new Set<string>();
    const parts = new Set<string>();
    for (const service of graph.inNamespace(namespace)) {
      if (service.type !== 'Service' || !selects(service) || !counts(service)) continue;
      const { file } = service.manifest;
      const behind = graph.podsBehind(service);
      const sure = behind.sure.filter(({ owner }) => owner.namespaceGuessed === service.namespaceGuessed);
      const possible = [...behind.possible, ...behind.sure.filter((pod) => !sure.includes(pod))];
      // Copies of one Service count once.
      if (sure.length > 0) paired.add(service.name);
      else if (possible.length === 0) parts.add(service.name);
      if (sure.some((pod) => pod.owner.manifest.file === file)) byFile.set(file, 'pair');
      else if (sure.length + possible.length === 0 && !byFile.has(file)) byFile.set(file, 'part');
    }
    return { mostly: paired.size > 0 && paired.size >= parts.size, byFile };
  });
}

function selects(service: Resource): boolean {
  const spec = objectOf(service.value.spec);
  return spec.type !== 'ExternalName' && Object.keys(objectOf(spec.selector)).length > 0;
}

/** Whether something in the input brings objects from elsewhere into this namespace. */
export function mayBeDelivered(graph: Graph, namespace: string): boolean {
  const targets = graph.memo('deliveries', () => {
    const found = new Set<string>();
    for (const resource of graph.resources)
      if (isDelivery(resource)) for (const to of deliveredTo(resource)) found.add(to);
    return found;
  });
  return targets.has(namespace) || targets.has('*');
}

function deliveredTo(resource: Resource): readonly string[] {
  const spec = resource.value.spec;
  const text = JSON.stringify(spec ?? {});
  const written = [...text.matchAll(/"(?:targetNamespace|storageNamespace|namespace)":"([^"]+)"/g)].map(
    (hit) => hit[1] ?? '',
  );
  if (isRelease(resource)) return [resource.namespace, ...written];
  // A repository or an application may hold objects of any namespace, whatever its default is.
  return ['*'];
}

/** Namespaces into which releases of a chart bring their objects; the chart is told by words of the release. */
export function homesOfReleases(graph: Graph, chart: RegExp): readonly string[] {
  return graph.resources
    .filter(
      (resource) =>
        isDelivery(resource) &&
        isRelease(resource) &&
        chart.test(`${resource.name} ${JSON.stringify(resource.value.spec ?? {})}`),
    )
    .map(({ namespace, value }) => stringOf(objectOf(value.spec).targetNamespace) ?? namespace);
}

function isRelease({ kind }: Resource): boolean {
  return kind === 'HelmRelease' || kind === 'HelmChart';
}
