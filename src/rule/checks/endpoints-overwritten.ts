import { selectorOf } from '../../reach/service/behind.ts';
import { isObserved } from '../../resource/controlled.ts';
import { nameOf } from '../../resource/resource.ts';
import { sameNamed } from '../../reference/same-name.ts';
import { formatSelector } from '../../resource/selector.ts';
import type { Check } from '../rule.ts';

/** Endpoints that somebody wrote for a Service with a selector: Kubernetes overwrites them with the pods it finds. */
export const check: Check = function* (endpoints, { graph }) {
  // Read from a cluster they are what Kubernetes has written.
  if (endpoints.unrendered !== undefined || isObserved(endpoints)) return;
  const services = sameNamed(graph, 'Service', endpoints.namespace, endpoints.name);
  const [service] = services;
  const selector = service === undefined ? undefined : selectorOf(service);
  if (service === undefined || selector === undefined) return;
  // A patch may take the selector away, and a copy of the Service may have none.
  if (services.some((one) => one.unrendered !== undefined || selectorOf(one) === undefined)) return;
  yield {
    at: ['metadata', 'name'],
    message: `${nameOf(service)} selects pods (${formatSelector(selector)}), so Kubernetes overwrites ${nameOf(endpoints)} with those; the addresses written here are lost.`,
    related: [{ resource: service, at: ['spec', 'selector'], message: `${nameOf(service)} has a selector` }],
  };
};
