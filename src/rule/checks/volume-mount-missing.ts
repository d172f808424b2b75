import { someOf } from '../../base/some.ts';
import { listOf, objectOf, stringOf } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check } from '../rule.ts';

/** A volumeMount or volumeDevice of a volume that the pod does not have (k/k pkg/apis/core/validation ValidateVolumeMounts). */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  for (const pod of graph.podsOf(resource)) {
    if (!pod.written || pod.open === true) continue;
    const templates = listOf(objectOf(resource.value.spec).volumeClaimTemplates).map(
      (one) => objectOf(objectOf(one).metadata).name,
    );
    const names = [...listOf(pod.spec.volumes).map((one) => objectOf(one).name), ...templates].filter(
      (name) => typeof name === 'string',
    );
    for (const { path, value } of pod.containers) {
      for (const field of ['volumeMounts', 'volumeDevices']) {
        for (const [index, entry] of listOf(value[field]).entries()) {
          const name = stringOf(objectOf(entry).name);
          if (name === undefined || [name, ...names].some(isPlaceholderName) || names.includes(name))
            continue;
          const at = [...path, field, index, 'name'];
          const near = nearest(name, names);
          yield {
            at,
            message: `${nameOf(resource)} mounts the volume ${name}, which is not among its volumes${names.length === 0 ? '' : ` (${someOf(names)})`}; the API server rejects ${rejectedFor(resource, 'it')}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
            fixes:
              near === undefined
                ? []
                : [{ title: `Use ${near}`, safety: 'unsafe', edits: [{ at, value: near }] }],
          };
        }
      }
    }
  }
};
