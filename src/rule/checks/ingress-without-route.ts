import { isObject } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { classOf } from '../../reach/ingress/class.ts';
import { ingressRules, requestsTo } from '../../reach/ingress/ingress.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { hostWithoutRoute, pathWithoutRoute } from '../../reach/openshift/from-ingress.ts';
import type { NoRoute } from '../../reach/openshift/from-ingress.ts';
import { specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** What OpenShift leaves out when it makes Routes of an Ingress; Services and ports are told by other rules. */
export const check: Check = function* (ingress, { graph }) {
  if (ingress.unrendered !== undefined || programOf(graph, ingress)?.id !== 'openshift') return;
  // An Ingress without a class is for every controller that takes one, and another may serve what OpenShift does not.
  const mild = classOf(ingress) === undefined;
  const told = new Set<string>();
  const finding = ({ at, why }: NoRoute, requests: string): readonly Finding[] => {
    const place = at.join('\0');
    if (told.has(place)) return [];
    told.add(place);
    const message = `OpenShift makes no Route of ${nameOf(ingress)} for ${requests}: ${why}; requests get 503.`;
    return [{ at, message, ...(mild ? { severity: 'warning' } : {}) }];
  };
  const standard: Path = ['spec', 'defaultBackend'];
  if (isObject(specOf(ingress).defaultBackend))
    yield {
      at: standard,
      part: 'key',
      severity: 'warning',
      message: `OpenShift makes no Route of the default backend of ${nameOf(ingress)}; requests that match no rule get 503.`,
    };
  for (const { host, paths } of ingressRules(ingress)) {
    const without = host === '' ? undefined : hostWithoutRoute(graph, ingress, host);
    if (without !== undefined && paths.length > 0) yield* finding(without, host);
    for (const path of paths) {
      const left = pathWithoutRoute(path);
      if (left !== undefined) yield* finding(left, `${host === '' ? 'all hosts, ' : ''}${requestsTo(path)}`);
    }
  }
};
