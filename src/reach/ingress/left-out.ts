import type { Path } from '../../base/json.ts';
import { sameNamed } from '../../reference/same-name.ts';
import type { Graph } from '../../reference/graph.ts';
import { describe } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { hostWithoutRoute, pathWithoutRoute } from '../openshift/from-ingress.ts';
import { listServicePorts, servicePorts, serviceType } from '../service/service.ts';
import { failuresBy } from './failure.ts';
import { serviceOf } from './ingress.ts';
import type { IngressPath } from './ingress.ts';
import type { ControllerId } from './program.ts';

/** Why the controller makes no entry of a path; undefined where it makes one, or where nobody here can tell. */
export function leftOutBy(
  graph: Graph,
  id: ControllerId | undefined,
  ingress: Resource,
  path: IngressPath,
): { readonly at: Path; readonly why: string } | undefined {
  if (!failuresBy(id).leavesOut) return undefined;
  const without =
    id === 'openshift' ? (pathWithoutRoute(path) ?? hostWithoutRoute(graph, ingress, path.host)) : undefined;
  if (without !== undefined) return without;
  const why = withoutService(graph, ingress, path);
  return why === undefined ? undefined : { at: path.at, why };
}

function withoutService(graph: Graph, ingress: Resource, { backend }: IngressPath): string | undefined {
  const { name, port } = serviceOf(backend);
  if (name === undefined) return undefined;
  const service = describe('Service', ingress.namespace, name);
  const found = graph.lookUp(ingress, 'Service', ingress.namespace, name);
  if (found.status === 'missing')
    return found.certainty === 'certain' ? `${service} does not exist` : undefined;
  const copies = sameNamed(graph, 'Service', ingress.namespace, name);
  if (found.status !== 'found' || port === undefined) return undefined;
  if (copies.some((one) => one.unrendered !== undefined || serviceType(one) === 'ExternalName'))
    return undefined;
  const ports = copies.flatMap(servicePorts);
  const has = ports.some(
    (one) =>
      // A port that is no number yet is filled in later.
      one.port === undefined || one.port === port || one.name === port,
  );
  return has || ports.length === 0
    ? undefined
    : `${service} listens on ${listServicePorts(ports)}, not on ${port}`;
}
