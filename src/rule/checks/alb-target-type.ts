import { stringOf } from '../../base/json.ts';
import {
  ALB_PREFIX,
  ingressPaths,
  isActionBackend,
  requestsTo,
  serviceOf,
} from '../../reach/ingress/ingress.ts';
import { writtenClass } from '../../reach/ingress/class.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { isDelivery } from '../../reference/makers.ts';
import { serviceVariants } from '../../reference/same-name.ts';
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
    if (isActionBackend(path.backend)) continue;
    const services = serviceVariants(graph, ingress.namespace, serviceOf(path.backend).name);
    if (services === undefined) continue;
    const [service] = services;
    // A Service may say it for itself.
    const lacking = services.every(
      (one) => serviceType(one) === 'ClusterIP' && !Object.hasOwn(one.annotations, TARGET_TYPE),
    );
    if (told.has(service) || !lacking) continue;
    told.add(service);
    yield {
      at: [...path.at, 'backend', 'service', 'name'],
      // A flag of the controller can change the default, and the controller is seldom in the input.
      ...(written === undefined ? { severity: isKnownClass(graph, ingress) ? 'warning' : 'info' } : {}),
      message: `${nameOf(ingress)} sends ${requestsTo(path)} to ${nameOf(service)} by target-type instance${written === undefined ? ', the default' : ''}, which needs a node port, but the Service is of type ClusterIP; the load balancer gets no targets. Set ${TARGET_TYPE}: ip.`,
      related: [
        { resource: service, at: ['spec', 'type'], message: `${nameOf(service)} is of type ClusterIP` },
      ],
    };
  }
};

/** Whether the class is here, and of the controller that one installs; EKS Auto Mode has a default of its own. */
function isKnownClass(graph: Graph, ingress: Resource): boolean {
  const written = writtenClass(graph, ingress);
  return written !== undefined && specOf(written).controller === 'ingress.k8s.aws/alb';
}

/** By an IngressClassParams, by EKS Auto Mode, by a flag of the controller, or by the values of its chart. */
function isDefaultElsewhere(graph: Graph, ingress: Resource): boolean {
  const written = writtenClass(graph, ingress);
  if (written !== undefined) {
    const { controller, parameters } = specOf(written);
    if (stringOf(controller)?.startsWith('eks.amazonaws.com/') === true || parameters !== undefined)
      return true;
  }
  return graph.memo(
    'target type by default',
    () =>
      graph
        .pods()
        .some(({ containers }) =>
          containers.some(({ value }) =>
            /default-target-type(?:=|",")ip/.test(JSON.stringify([value.command, value.args])),
          ),
        ) ||
      graph.resources.some(
        (one) => isDelivery(one) && /defaultTargetType"?: ?"?\\?"?ip/.test(JSON.stringify(one.value)),
      ),
  );
}
