import { servingContainers } from '../../reach/service/service.ts';
import type { Container, ContainerPort } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Two containers of a pod that declare one port: they share the pod's addresses, and only one can listen. */
export const check: Check = function* (resource, { graph }) {
  for (const pod of graph.podsOf(resource)) {
    const holders = new Map<string, { readonly container: Container; readonly port: ContainerPort }>();
    for (const container of servingContainers(pod)) {
      for (const port of container.ports) {
        if (port.port === undefined) continue;
        const key = `${port.port}/${port.protocol}`;
        const holder = holders.get(key);
        if (holder === undefined) {
          holders.set(key, { container, port });
        } else if (holder.container !== container) {
          yield {
            at: [...port.path, 'containerPort'],
            message: `Containers ${holder.container.name} and ${container.name} of ${nameOf(resource)} both declare port ${key}; they share the pod's network, so only one can listen and the other crashes.`,
            related: [
              {
                resource,
                at: [...holder.port.path, 'containerPort'],
                message: `container ${holder.container.name} declares it here`,
              },
            ],
          };
        }
      }
    }
  }
};
