import { getAt, listOf, objectOf } from '../base/json.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import type { Graph } from './graph.ts';
import type { Reference } from './reference.ts';

/**
 * The pods that take one entry of a ConfigMap: who asks for all of it, or for this key. A volume of which only single files are
 * mounted (`subPath`) brings no others. Source: api core/v1 types.go KeyToPath, VolumeMount.SubPath.
 */
export function takersOf(graph: Graph, configMap: Resource, key: string): readonly Pod[] {
  const takers = graph
    .referencesTo(configMap)
    .flatMap((reference) =>
      reference.pod !== undefined && takesEntry(reference, key) ? [reference.pod] : [],
    );
  return [...new Set(takers)];
}

/** Whether a pod that names a ConfigMap takes this entry of it there. */
export function takesEntry({ keys, path, row, from, pod }: Reference, key: string): boolean {
  if (keys.length > 0 && !keys.some((one) => one.key === key)) return false;
  const volumes = path.lastIndexOf('volumes');
  if (row.id === 'env-configmap') return keys.length > 0;
  if (volumes < 0) return true;
  const volume = objectOf(getAt(from.value, path.slice(0, volumes + 2)));
  const files = (pod?.containers ?? []).flatMap(({ value }) =>
    listOf(value.volumeMounts)
      .map(objectOf)
      .filter(({ name }) => name === volume.name)
      .map(({ subPath }) => subPath),
  );
  // Mounts by subPathExpr, and files under other names, may be any of them.
  if (files.length === 0 || keys.length > 0) return true;
  return files.some((file) => typeof file !== 'string' || file === '' || file === key);
}
