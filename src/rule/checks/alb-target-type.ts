import { listOf, stringOf } from '../../base/json.ts';
import {
  ALB_PREFIX,
  ingressPaths,
  isActionBackend,
  requestsTo,
  serviceOf,
} from '../../reach/ingress/ingress.ts';
import { classOf, INGRESS_CLASS } from '../../reach/ingress/class.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const TARGET_TYPE = `${ALB_PREFIX}target-type`;

/**
 * Target type `instance` reaches a Service through a port of the nodes, which a ClusterIP Service does not have (AL2).
 * Source: kubernetes-sigs/aws-load-balancer-controller pkg/ingress/model_build_target_group.go, docs "target-type".
 */
export const check: Check = function* (ingress, { graph }) {
  if (ingress.unrendered !== undefined || programOf(graph, ingress)?.id !== 'alb') return;
  const written = ingress.annotations[TARGET_TYPE];
  if (written !== undefined ? written !== 'instance' : isDefaultElsewhere(graph, ingress)) return;
  const told = new Set<Resource>();
  for (const path of ingressPaths(ingress)) {
    const { name } = serviceOf(path.backend);
    const service =
      name === undefined || isActionBackend(path.backend)
        ? undefined
        : graph.find('Service', ingress.namespace, name);
    if (service === undefined || service.unrendered !== undefined || told.has(service)) continue;
    // A Service may say it for itself.
    if (serviceType(service) !== 'ClusterIP' || Object.hasOwn(service.annotations, TARGET_TYPE)) continue;
    told.add(service);
    yield {
      at: [...path.at, 'backend', 'service', 'name'],
      // A flag of the controller can change the default, and the controller is seldom in the input.
      ...(written === undefined ? { severity: 'warning' } : {}),
      message: `${nameOf(ingress)} sends ${requestsTo(path)} to ${nameOf(service)} by target-type instance${written === undefined ? ', the default' : ''}, which needs a node port, but the Service is of type ClusterIP; the load balancer gets no targets. Set ${TARGET_TYPE}: ip.`,
      related: [
        { resource: service, at: ['spec', 'type'], message: `${nameOf(service)} is of type ClusterIP` },
      ],
    };
  }
};

/** By an IngressClassParams, by EKS Auto Mode, or by a flag of the controller. */
function isDefaultElsewhere(graph: Graph, ingress: Resource): boolean {
  const name = classOf(ingress);
  const written = name === undefined ? undefined : graph.find(INGRESS_CLASS, '', name);
  if (written !== undefined) {
    const { controller, parameters } = specOf(written);
    if (stringOf(controller)?.startsWith('eks.amazonaws.com/') === true || parameters !== undefined)
      return true;
  }
  return graph
    .pods()
    .some(({ containers }) =>
      containers.some(({ value }) =>
        listOf(value.args).some((arg) => typeof arg === 'string' && arg.includes('default-target-type=ip')),
      ),
    );
}
