import { objectOf, parseJson } from '../../base/json.ts';
import { ingressPaths, requestsTo, serviceOf } from '../../reach/ingress/ingress.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { serviceType } from '../../reach/service/service.ts';
import { serviceVariants } from '../../reference/same-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const NEG = 'cloud.google.com/neg';

/**
 * A backend of GKE's Ingress that has neither a node port nor an endpoint group. Clusters whose pods have addresses of the
 * network make such groups by themselves, so only a Service that refuses them is told (GKE docs "Container-native load
 * balancing").
 */
export const check: Check = function* (ingress, { graph }) {
  if (ingress.unrendered !== undefined || programOf(graph, ingress)?.id !== 'gce') return;
  for (const path of ingressPaths(ingress)) {
    const services = serviceVariants(graph, ingress.namespace, serviceOf(path.backend).name);
    if (services === undefined) continue;
    const [service] = services;
    if (!services.every((one) => serviceType(one) === 'ClusterIP' && refusesGroups(one.annotations[NEG])))
      continue;
    yield {
      at: [...path.at, 'backend', 'service', 'name'],
      message: `${nameOf(ingress)} sends ${requestsTo(path)} to ${nameOf(service)}, which is of type ClusterIP and refuses network endpoint groups; the load balancer has no backend for it.`,
      related: [
        {
          resource: service,
          at: ['metadata', 'annotations', NEG],
          message: `${nameOf(service)} sets ${NEG} without ingress: true`,
        },
      ],
    };
  }
};

function refusesGroups(annotation: string | undefined): boolean {
  return objectOf(parseJson(annotation ?? '')).ingress === false;
}
