import { isList, isObject, objectOf } from '../../base/json.ts';
import { ingressRules, isServedIngress } from '../../reach/ingress/ingress.ts';
import { specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { isAlone } from '../alone.ts';
import type { Check } from '../rule.ts';

/** An Ingress that routes nothing: the API server wants rules or a default backend, and paths below each `http`. */
export const check: Check = function* (ingress, { graph }) {
  if (!isServedIngress(ingress) || ingress.unrendered !== undefined) return;
  const spec = specOf(ingress);
  const { rules, defaultBackend, backend } = spec;
  const none = rules === undefined || rules === null || (isList(rules) && rules.length === 0);
  if (none && (defaultBackend === undefined || defaultBackend === null) && backend === undefined) {
    // An excerpt leaves out what it does not talk about, and stands alone; a key with nothing below it is a mistake.
    const excerpt =
      rules === undefined &&
      defaultBackend === undefined &&
      !graph.closedWorld &&
      isAlone(graph, ingress) &&
      saysSomething(ingress);
    yield {
      at: ['spec', 'rules'],
      part: 'key',
      message: `${nameOf(ingress)} has neither rules nor a defaultBackend; applied like this the API server rejects it.`,
      ...(excerpt ? { severity: 'info' } : {}),
    };
  }
  for (const { at, host } of ingressRules(ingress)) {
    const index = at[2];
    const rule = typeof index === 'number' && isList(rules) ? rules[index] : undefined;
    const http = isObject(rule) ? rule.http : undefined;
    if (!isObject(http)) continue;
    const { paths } = http;
    if (paths !== undefined && paths !== null && !(isList(paths) && paths.length === 0)) continue;
    yield {
      at: [...at, 'http', 'paths'],
      part: 'key',
      message: `The rule for ${host === '' ? 'all hosts' : host} of ${nameOf(ingress)} has http without paths; the API server rejects the Ingress.`,
    };
  }
};

/** Beside its name. */
function saysSomething({ value, labels, annotations }: Resource): boolean {
  return [objectOf(value.spec), labels, annotations].some((one) => Object.keys(one).length > 0);
}
