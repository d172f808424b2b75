import { getAt, listOf } from '../../base/json.ts';
import { specOf } from '../../reach/service/service.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { hostProblem } from '../../resource/host-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A hostname that the pattern of the definition refuses. Source: gateway-api apis/v1/shared_types.go Hostname. */
export const check: Check = function* (owner) {
  if (owner.unrendered !== undefined) return;
  for (const [index, listener] of listOf(specOf(owner).listeners).entries()) {
    const host = getAt(listener, ['hostname']);
    // An empty one is refused, too, and often filled in later.
    if (typeof host !== 'string' || host === '' || isPlaceholderName(host)) continue;
    const problem = hostProblem(host, 'fine');
    if (problem === undefined) continue;
    const at = ['spec', 'listeners', index, 'hostname'];
    yield {
      at,
      message: `The hostname ${host} of a listener of ${nameOf(owner)} ${problem.reason}; the API server rejects it.`,
      fixes:
        problem.meant === undefined
          ? []
          : [{ title: `Use ${problem.meant}`, safety: 'unsafe', edits: [{ at, value: problem.meant }] }],
    };
  }
};
