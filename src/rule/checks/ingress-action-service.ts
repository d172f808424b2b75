import { getAt, listOf, objectOf, parseJson, stringOf } from '../../base/json.ts';
import { ACTION_PREFIX } from '../../reach/ingress/ingress.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An action of the AWS Load Balancer Controller that forwards to a Service which does not exist. */
export const check: Check = function* (ingress, { graph }) {
  for (const [key, text] of Object.entries(ingress.annotations)) {
    if (!key.startsWith(ACTION_PREFIX)) continue;
    const targets = forwardTargets(text);
    // Of one alone the controller makes a fixed answer (enhanced_backend_builder.go loadBackendServices).
    const effect =
      targets.length === 1
        ? 'requests get 503'
        : 'the load balancer of its whole group is neither built nor changed';
    const names = new Set(targets.flatMap((name) => name ?? []));
    for (const name of names) {
      const resolution = graph.lookUp(ingress, 'Service', ingress.namespace, name);
      if (resolution.status !== 'missing') continue;
      const { nearest } = resolution;
      yield {
        at: ['metadata', 'annotations', key],
        ...(resolution.certainty === 'certain' ? {} : { severity: 'info' }),
        message: `The action ${key.slice(ACTION_PREFIX.length)} of ${nameOf(ingress)} forwards to Service ${qualified(ingress.namespace, name)}, which does not exist; ${effect}.${nearest === undefined ? '' : ` Did you mean ${nearest.name}?`}`,
        related: nearest === undefined ? [] : [{ resource: nearest, message: `${nameOf(nearest)} is here` }],
      };
    }
  }
};

/** Names of Services in `forwardConfig.targetGroups`, undefined for a group that is no Service's; none where the text is not JSON. */
function forwardTargets(text: string): readonly (string | undefined)[] {
  const action = parseJson(text);
  return listOf(getAt(action, ['forwardConfig', 'targetGroups'])).map((group) => {
    const name = stringOf(objectOf(group).serviceName);
    return name === '' ? undefined : name;
  });
}
