import { objectOf, parseJson, stringOf } from '../../base/json.ts';
import { ACTION_PREFIX, backendsOf, isActionBackend } from '../../reach/ingress/ingress.ts';
import { nearest } from '../../base/nearest.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A backend that is an action of the AWS Load Balancer Controller which no annotation defines, or not in JSON. */
export const check: Check = function* (ingress) {
  if (ingress.unrendered !== undefined) return;
  for (const { at, value } of backendsOf(ingress)) {
    const backend = objectOf(value);
    const name = stringOf(objectOf(backend.service).name);
    if (!isActionBackend(backend) || name === undefined) continue;
    const key = ACTION_PREFIX + name;
    const path = [...at, 'service', 'name'];
    const action = ingress.annotations[key];
    if (action === undefined) {
      const names = Object.keys(ingress.annotations)
        .filter((one) => one.startsWith(ACTION_PREFIX))
        .map((one) => one.slice(ACTION_PREFIX.length));
      const near = nearest(name, names);
      yield {
        at: path,
        message: `${nameOf(ingress)} uses the action ${name}, but has no annotation ${key}; the load balancer is not configured.${near === undefined ? '' : ` Did you mean ${near}?`}`,
        fixes:
          near === undefined
            ? []
            : [{ title: `Use ${near}`, safety: 'unsafe', edits: [{ at: path, value: near }] }],
      };
    } else if (!/\{\{|\$\{|\$\(/.test(action) && parseJson(action) === undefined) {
      yield {
        at: ['metadata', 'annotations', key],
        message: `The action ${name} of ${nameOf(ingress)} is not JSON; the load balancer is not configured.`,
        related: [{ resource: ingress, at: path, message: 'Requests are sent to it here' }],
      };
    }
  }
};
