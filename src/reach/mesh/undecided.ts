import type { Graph } from '../../reference/graph.ts';
import { endOf } from '../edge/blocked.ts';
import { byAuthorization } from './istio-authorization.ts';
import { byClientProxy, byPeerAuthentication } from './istio-traffic.ts';
import { byLinkerd, byLinkerdRoute } from './linkerd.ts';
import { inIstio, inLinkerd } from './membership.ts';
import { byExtension, byOthers } from './others.ts';
import { podOf } from './request.ts';
import type { MeshRequest, Undecided } from './request.ts';

/**
 * The first thing that acts on a request and leaves open whether it gets through: objects of a service mesh, and others that the
 * engine does not read. RequestAuthentication is none: it refuses bad tokens, and lets in who brings none.
 */
export function undecided(graph: Graph, request: MeshRequest): Undecided | undefined {
  return byIstio(graph, request) ?? byMeshOfLinkerd(graph, request) ?? byOthers(graph, request);
}

function byIstio(graph: Graph, request: MeshRequest): Undecided | undefined {
  const server = inIstio(graph, endOf(request.landing));
  const client = inIstio(graph, request.caller.end);
  const { end } = request.caller;
  const pods = [
    ...(server === 'no' ? [] : [podOf(request.landing)]),
    ...(client === 'no' || !('pod' in end) ? [] : [end.pod]),
  ].filter((pod) => pod !== undefined);
  const atServer =
    server === 'no'
      ? undefined
      : (byAuthorization(graph, request) ?? byPeerAuthentication(graph, request, client));
  const atClient = client === 'no' ? undefined : byClientProxy(graph, request, server);
  return atServer ?? atClient ?? byExtension(graph, pods);
}

function byMeshOfLinkerd(graph: Graph, request: MeshRequest): Undecided | undefined {
  const client = inLinkerd(graph, request.caller.end);
  const atServer =
    inLinkerd(graph, endOf(request.landing)) === 'no' ? undefined : byLinkerd(graph, request, client);
  return atServer ?? (client === 'no' ? undefined : byLinkerdRoute(graph, request));
}
