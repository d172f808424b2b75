import { getAt, numberOf } from '../../base/json.ts';
import { isCustom } from '../../resource/resource.ts';
import { kindOf } from '../../resource/kinds.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check } from '../rule.ts';

/**
 * A hostPort that differs from its containerPort although the pod uses the node's network (k/k
 * pkg/apis/core/validation/validation.go validatePodHostNetworkDeps). Init containers are not looked at, nor is a
 * hostPort that is left out: it is filled in.
 */
export const check: Check = function* (resource, { graph }) {
  if (isCustom(resource)) return;
  for (const pod of graph.podsOf(resource)) {
    if (!pod.hostNetwork) continue;
    for (const { path, port } of pod.containers
      .filter(({ role }) => role === 'main')
      .flatMap((c) => c.ports)) {
      const at = [...path, 'hostPort'];
      const hostPort = numberOf(getAt(resource.value, at)) ?? 0;
      if (hostPort === 0 || port === undefined || hostPort === port) continue;
      yield {
        at,
        message: `hostPort ${hostPort} differs from containerPort ${port}, but with hostNetwork the container listens on the node itself; the API server rejects ${rejectedFor(resource, `the ${kindOf(resource.type)}`)}.`,
        related: [
          { resource, at: [...path, 'containerPort'], message: `The container listens on ${port}` },
          {
            resource,
            at: [...pod.path, 'spec', 'hostNetwork'],
            message: 'The pod uses the network of its node',
          },
        ],
        fixes: [{ title: `Use hostPort ${port}`, safety: 'unsafe', edits: [{ at, value: port }] }],
      };
    }
  }
};
