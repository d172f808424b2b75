import { getAt } from '../../base/json.ts';
import { areMembersNamed } from '../../reach/member-names.ts';
import { isScaledElsewhere } from '../../reach/scaling.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';
import { check as missingTarget } from './missing-target.ts';

/** The governing Service of a StatefulSet is not there: a mistake only where its pods are called by names of their own. */
export const check: Check = function* (set, context) {
  for (const finding of missingTarget(set, context)) {
    if (areCalledByName(context.graph, set)) yield finding;
    else
      yield {
        ...finding,
        severity: 'info',
        message: `${finding.message} Nothing here is seen to use such names.`,
      };
  }
};

/** A single pod has no other to find. */
function areCalledByName(graph: Graph, set: Resource): boolean {
  const alone = (getAt(set.value, ['spec', 'replicas']) ?? 1) === 1 && !isScaledElsewhere(graph, set);
  const service = getAt(set.value, ['spec', 'serviceName']);
  return !alone && typeof service === 'string' && areMembersNamed(graph, service);
}
