import { isProtocol } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { endsByItself, podsInSight } from '../service/behind.ts';
import { endpointsFor } from '../service/endpoints.ts';
import { findPort } from '../service/service.ts';
import type { ServicePort } from '../service/service.ts';
import type { Landing } from './edge.ts';

/**
 * The ports of the pods that requests to a Service port reach; none where the manifests do not show all pods behind it,
 * or their ports cannot be told.
 */
export function landingsBehind(graph: Graph, service: Resource, port: ServicePort): readonly Landing[] {
  const pods = podsServing(graph, service);
  const landings = pods.flatMap((pod) => landingOn(pod, port));
  return landings.length === pods.length ? landings : [];
}

/** The pods behind a Service that stay, if they are all shown. */
export function podsServing(graph: Graph, service: Resource): readonly Pod[] {
  if (endpointsFor(graph, service).length > 0) return [];
  return podsInSight(graph, service)?.all.filter((pod) => !endsByItself(pod)) ?? [];
}

function landingOn(pod: Pod, port: ServicePort): readonly Landing[] {
  const { protocol } = port;
  const landed = findPort(port, pod);
  return landed.found && isProtocol(protocol) ? [{ pod, protocol, port: landed.port }] : [];
}
