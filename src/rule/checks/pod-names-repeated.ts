import { addTo } from '../../base/multimap.ts';
import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check } from '../rule.ts';

/**
 * Two containers or two volumes of one pod with one name, or two mounts at one path (k/k pkg/apis/core/validation
 * validateContainers, validateInitContainers, ValidateVolumes, ValidateVolumeMounts).
 */
export const check: Check = function* (resource, { graph }) {
  for (const pod of graph.podsOf(resource)) {
    if (!pod.written) continue;
    const base: Path = [...pod.path, 'spec'];
    const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) =>
      named(getAt(resource.value, [...base, field]), [...base, field], 'name'),
    );
    const groups = [
      { what: 'containers', key: 'the name', entries: containers },
      {
        what: 'volumes',
        key: 'the name',
        entries: named(pod.spec.volumes, [...base, 'volumes'], 'name'),
      },
      ...pod.containers.map(({ path, value }) => ({
        what: 'volumeMounts of a container',
        key: 'the mountPath',
        entries: named(value.volumeMounts, [...path, 'volumeMounts'], 'mountPath'),
      })),
    ];
    for (const { what, key, entries } of groups) {
      const byName = new Map<string, Path[]>();
      for (const { name, at } of entries) addTo(byName, name, at);
      for (const [name, [first, second]] of byName) {
        if (first === undefined || second === undefined) continue;
        yield {
          at: second,
          message: `Two ${what} of ${nameOf(resource)} have ${key} ${name}; the API server rejects ${rejectedFor(resource, 'it')}.`,
          related: [{ resource, at: first, message: `${name} is here first` }],
        };
      }
    }
  }
};

function named(
  list: JsonValue | undefined,
  at: Path,
  field: string,
): readonly { readonly name: string; readonly at: Path }[] {
  return listOf(list).flatMap((entry, index) => {
    const name = stringOf(objectOf(entry)[field]);
    return name === undefined || isPlaceholderName(name) ? [] : [{ name, at: [...at, index, field] }];
  });
}
