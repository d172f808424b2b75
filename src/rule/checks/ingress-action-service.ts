import { getAt, listOf, objectOf, parseJson, stringOf } from '../../base/json.ts';
import { ACTION_PREFIX } from '../../reach/ingress/ingress.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An action of the AWS Load Balancer Controller that forwards to a Service which does not exist. */
export const check: Check = function* (ingress, { graph }) {
  for (const [key, text] of Object.entries(ingress.annotations)) {
    if (!key.startsWith(ACTION_PREFIX)) continue;
    const names = new Set(forwardTargets(text));
    for (const name of names) {
      const resolution = graph.lookUp(ingress, 'Service', ingress.namespace, name);
      if (resolution.status !== 'missing') continue;
      const { nearest } = resolution;
      yield {
        at: ['metadata', 'annotations', key],
        ...(resolution.certainty === 'certain' ? {} : { severity: 'info' }),
        message: `The action ${key.slice(ACTION_PREFIX.length)} of ${nameOf(ingress)} forwards to Service ${qualified(ingress.namespace, name)}, which does not exist; the load balancer is not configured.${nearest === undefined ? '' : ` Did you mean ${nearest.name}?`}`,
        related: nearest === undefined ? [] : [{ resource: nearest, message: `${nameOf(nearest)} is here` }],
      };
    }
  }
};

/** Names of Services in `forwardConfig.targetGroups`; none where the text is not JSON. */
function forwardTargets(text: string): readonly string[] {
  const action = parseJson(text);
  return listOf(getAt(action, ['forwardConfig', 'targetGroups'])).flatMap((group) => {
    const name = stringOf(objectOf(group).serviceName);
    return name === undefined || name === '' ? [] : [name];
  });
}
