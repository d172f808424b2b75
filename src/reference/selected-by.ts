import { addTo } from '../base/multimap.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import type { Selection } from './pods.ts';

/**
 * For each pod the objects whose selector certainly matches it, in their order. Objects with one selector have one selection,
 * and pods under the same selections share one list, so that many of both cost no more than each of them.
 */
export function selectedBy(
  objects: readonly Resource[],
  selectionOf: (one: Resource) => Selection | undefined,
): ReadonlyMap<Pod, readonly Resource[]> {
  const places = new Map(objects.map((one, index) => [one, index]));
  const groups = new Map<Selection, Resource[]>();
  for (const one of objects) {
    const selection = selectionOf(one);
    if (selection !== undefined && selection.sure.length > 0) addTo(groups, selection, one);
  }
  const ofPod = new Map<Pod, number[]>();
  const members = [...groups.values()];
  for (const [index, { sure }] of [...groups.keys()].entries())
    for (const pod of sure) addTo(ofPod, pod, index);
  const lists = new Map<string, readonly Resource[]>();
  const found = new Map<Pod, readonly Resource[]>();
  for (const [pod, indexes] of ofPod) {
    const key = indexes.join();
    let list = lists.get(key);
    if (list === undefined) {
      const all = indexes.flatMap((index) => members[index] ?? []);
      list = indexes.length < 2 ? all : all.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
      lists.set(key, list);
    }
    found.set(pod, list);
  }
  return found;
}
