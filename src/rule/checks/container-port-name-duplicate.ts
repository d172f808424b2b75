import { isCustom } from '../../resource/resource.ts';
import { kindOf } from '../../resource/kinds.ts';
import type { ContainerPort } from '../../resource/pod.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check } from '../rule.ts';

/**
 * Two ports of one container with one name. Two containers of a pod may use one name (k/k
 * pkg/apis/core/validation/validation.go validateContainerPorts looks at each container by itself).
 */
export const check: Check = function* (resource, { graph }) {
  if (isCustom(resource)) return;
  for (const { containers } of graph.podsOf(resource)) {
    for (const container of containers) {
      const first = new Map<string, ContainerPort>();
      for (const port of container.ports) {
        if (port.name === '') continue;
        const other = first.get(port.name);
        if (other === undefined) {
          first.set(port.name, port);
          continue;
        }
        yield {
          at: [...port.path, 'name'],
          message: `Container ${container.name} names two of its ports ${port.name} (${other.port ?? '?'} and ${port.port ?? '?'}); the API server rejects ${rejectedFor(resource, `the ${kindOf(resource.type)}`)}.`,
          related: [
            {
              resource,
              at: [...other.path, 'name'],
              message: `Port ${other.port ?? '?'} has the name already`,
            },
          ],
        };
      }
    }
  }
};
