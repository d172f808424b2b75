import type { Resource } from '../resource/resource.ts';
import type { Graph } from './graph.ts';
import { isDelivery } from './makers.ts';

/**
 * Whether the manifests show the whole of a namespace as far as `from` is concerned: its bundle holds a Service
 * together with pods that it selects. Someone who ships both ships the rest too.
 */
export function isComplete(graph: Graph, from: Resource, namespace: string): boolean {
  if (graph.closedWorld) return true;
  if (from.unrendered !== undefined || mayBeDelivered(graph, namespace)) return false;
  const inNamespace = graph.inNamespace(namespace);
  const bundle = from.namespace === namespace ? bundleOf(graph, from) : inNamespace;
  const whole = bundle === inNamespace;
  const key = `complete:${namespace}:${whole ? '*' : from.manifest.file}`;
  return graph.memo(key, () => {
    const members = new Set(bundle);
    return bundle.some(
      (member) =>
        member.type === 'Service' && graph.podsBehind(member).sure.some((pod) => members.has(pod.owner)),
    );
  });
}

/**
 * Files that hold several objects of a namespace are judged by themselves, a file with one object by all files: a
 * bundle is what its author ships together.
 */
function bundleOf(graph: Graph, { namespace, manifest }: Resource): readonly Resource[] {
  const inNamespace = graph.inNamespace(namespace);
  const byFile = graph.memo(`files:${namespace}`, () => {
    const files = new Map<string, Resource[]>();
    for (const resource of inNamespace) {
      const file = files.get(resource.manifest.file);
      if (file === undefined) files.set(resource.manifest.file, [resource]);
      else file.push(resource);
    }
    return files;
  });
  const sameFile = byFile.get(manifest.file) ?? [];
  return sameFile.length > 1 ? sameFile : inNamespace;
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
  if (resource.kind === 'HelmRelease' || resource.kind === 'HelmChart')
    return [resource.namespace, ...written];
  // A repository or an application may hold objects of any namespace, whatever its default is.
  return ['*'];
}
