import { isHeadless, serviceType } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** The governing Service of a StatefulSet has an address of its own, so the DNS specification promises its pods no names. */
export const check: Check = function* (set, { graph }) {
  const reference = graph.references(set).find(({ row }) => row.id === 'statefulset-service');
  if (reference === undefined) return;
  const service = graph.find('Service', reference.namespace, reference.name);
  if (service === undefined || service.unrendered !== undefined) return;
  if (isHeadless(service) || serviceType(service) === 'ExternalName') return;
  yield {
    at: reference.path,
    message: `${nameOf(set)} is governed by ${nameOf(service)}, which has a cluster IP. CoreDNS answers names such as ${set.name}-0.${service.name} all the same; the DNS specification promises them below headless Services only.`,
    related: [{ resource: service, at: ['spec'], message: `${nameOf(service)} has no clusterIP: None` }],
  };
};
