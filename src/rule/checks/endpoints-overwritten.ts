import { selectorOf } from '../../reach/service/behind.ts';
import { nameOf } from '../../resource/resource.ts';
import { formatSelector } from '../../resource/selector.ts';
import type { Check } from '../rule.ts';

/** Endpoints that somebody wrote for a Service with a selector: Kubernetes overwrites them with the pods it finds. */
export const check: Check = function* (endpoints, { graph }) {
  const service = graph.find('Service', endpoints.namespace, endpoints.name);
  if (service === undefined) return;
  const selector = selectorOf(service);
  if (selector === undefined) return;
  yield {
    at: ['metadata', 'name'],
    message: `${nameOf(service)} selects pods (${formatSelector(selector)}), so Kubernetes overwrites ${nameOf(endpoints)} with those; the addresses written here are lost.`,
    related: [{ resource: service, at: ['spec', 'selector'], message: `${nameOf(service)} has a selector` }],
  };
};
