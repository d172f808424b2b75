import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import { matches, readLabelSelector } from '../../resource/selector.ts';
import type { Match } from '../../resource/selector.ts';
import { specOf } from '../service/service.ts';
import { declaredPorts } from '../service/service.ts';
import { podOf, undecidedBy } from './request.ts';
import type { MeshRequest, Undecided } from './request.ts';

/**
 * What Linkerd's policies leave open. A port of a Server takes what an authorization allows and nothing else; every other port takes
 * what the default says. Sources: linkerd/linkerd2 policy-controller/k8s/index/src/inbound/index.rs; linkerd.io "Authorization Policy".
 */
export function byLinkerd(graph: Graph, request: MeshRequest, client: Match): Undecided | undefined {
  const pod = podOf(request.landing);
  if (pod === undefined) return undefined;
  const servers = graph
    .all('policy.linkerd.io/Server')
    .filter((one) => one.namespace === pod.namespace && isFor(one, pod, request.landing.port));
  const closed = servers.find((server) => !isOpen(graph, server));
  if (closed !== undefined)
    return undecidedBy(closed, 'denies what no authorization allows, and those are not read');
  return servers.length > 0 ? undefined : byDefault(graph, pod, request, client);
}

function isFor(server: Resource, pod: Pod, port: number): boolean {
  const spec = specOf(server);
  const selector = readLabelSelector(spec.podSelector) ?? { requirements: [] };
  if (matches(selector, pod) === 'no') return false;
  if (typeof spec.port === 'number') return spec.port === port;
  return declaredPorts(pod).some((one) => one.name === spec.port && one.port === port);
}

/** Whether anybody is let in, from wherever. */
function isOpen(graph: Graph, server: Resource): boolean {
  const access = stringOf(specOf(server).accessPolicy);
  const routed = [
    ...graph.all('policy.linkerd.io/HTTPRoute'),
    ...graph.all('gateway.networking.k8s.io/HTTPRoute'),
  ];
  if (routed.some((route) => route.namespace === server.namespace && names(route, 'Server', server.name)))
    return false;
  if (access === 'all-unauthenticated' || access === 'audit') return true;
  return graph.all('policy.linkerd.io/ServerAuthorization').some((one) => {
    const { server: target, client } = specOf(one);
    const { unauthenticated, networks } = objectOf(client);
    return (
      one.namespace === server.namespace &&
      unauthenticated === true &&
      listOf(networks).length === 0 &&
      selectsServer(objectOf(target), server)
    );
  });
}

function selectsServer(target: ReturnType<typeof objectOf>, server: Resource): boolean {
  const selector = readLabelSelector(target.selector);
  return selector === undefined ? target.name === server.name : matches(selector, server) === 'yes';
}

function names(route: Resource, kind: string, name: string): boolean {
  return listOf(specOf(route).parentRefs).some((ref) => {
    const one = objectOf(ref);
    return one.kind === kind && one.name === name;
  });
}

const DEFAULT_POLICY = 'config.linkerd.io/default-inbound-policy';

function byDefault(graph: Graph, pod: Pod, { caller }: MeshRequest, client: Match): Undecided | undefined {
  const own = stringOf(getAt(pod.owner.value, [...pod.path, 'metadata', 'annotations', DEFAULT_POLICY]));
  const home = graph.find('Namespace', '', pod.namespace);
  const policy = own ?? home?.annotations[DEFAULT_POLICY];
  const resource = own === undefined ? home : pod.owner;
  if (policy === undefined || resource === undefined) return undefined;
  const at = own === undefined ? [] : pod.path;
  const open =
    policy === 'all-unauthenticated' ||
    policy === 'audit' ||
    (policy === 'cluster-unauthenticated' && 'pod' in caller.end) ||
    (policy.endsWith('-authenticated') && client === 'yes');
  return open
    ? undefined
    : undecidedBy(resource, `has the default ${policy} for what comes in`, [
        ...at,
        'metadata',
        'annotations',
        DEFAULT_POLICY,
      ]);
}

/** Routes for requests of the mesh to a Service. */
export function byLinkerdRoute(graph: Graph, { via }: MeshRequest): Undecided | undefined {
  if (via === undefined) return undefined;
  const route = graph
    .all('policy.linkerd.io/HTTPRoute')
    .find((one) => one.namespace === via.namespace && names(one, 'Service', via.name));
  return (
    route &&
    undecidedBy(route, 'says what becomes of requests to it, and is not read', ['spec', 'parentRefs'])
  );
}
