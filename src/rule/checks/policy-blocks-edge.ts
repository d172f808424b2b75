import { stringOf } from '../../base/json.ts';
import type { BlockedEdge, BlockedHere, Cause } from '../../reach/edge/blocked.ts';
import { blockedAt } from '../../reach/edge/blocked.ts';
import type { Edge, EdgeKind, Landing } from '../../reach/edge/edge.ts';
import { openingPolicies } from '../../reach/edge/opening.ts';
import { describePeer, describePort } from '../../reach/policy/describe.ts';
import type { Peer, PolicyPort } from '../../reach/policy/policy.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check, Finding, RelatedObject } from '../rule.ts';

/**
 * Requests that the manifests promise and that policies block, at the line of the policy that a person would change.
 * One place is one finding, of the rule for the gravest of its requests.
 */
export const check: Check = function* (policy, { graph, params }) {
  const kind = stringOf(params.edge);
  for (const here of blockedAt(graph, policy)) {
    const edges = [...here.edges].sort((a, b) => gravity(graph, a) - gravity(graph, b));
    const [first = here.edges[0]] = edges;
    if (first.edge.kind === kind) yield findingOf(graph, here, [first, ...edges.slice(1)]);
  }
};

const BY_GRAVITY: readonly EdgeKind[] = [
  'ingress',
  'gateway',
  'call',
  'node-port',
  'api-server',
  'peers',
  'to-mesh',
  'to-api-server',
  'scrape',
];

/** What certainly breaks comes before what may. */
function gravity(graph: Graph, blocked: BlockedEdge): number {
  return BY_GRAVITY.indexOf(blocked.edge.kind) + (isCertain(graph, blocked) ? 0 : BY_GRAVITY.length);
}

/** Both ends are in the input, the request is sent, and no policy of another author may let it through. */
function isCertain(graph: Graph, { edge, caller, ingress, egress }: BlockedEdge): boolean {
  const policy = (ingress ?? egress)?.policy;
  if (!edge.certain || !caller.shown || policy === undefined) return false;
  return policy.namespace === '' || graph.isComplete(policy, policy.namespace);
}

function findingOf(
  graph: Graph,
  { cause }: BlockedHere,
  edges: readonly [BlockedEdge, ...BlockedEdge[]],
): Finding {
  const [first] = edges;
  const more = new Set(edges.map(({ edge }) => edge.promise.requests)).size - 1;
  const rest = more === 0 ? '' : ` So do ${more} more that the manifests promise.`;
  const opening = openingPolicies(first);
  return {
    at: cause.at,
    part: cause.part,
    message: `${reason(cause, first)}: ${first.edge.promise.requests} time out.${rest}`,
    ...(isCertain(graph, first) ? {} : { severity: 'warning' }),
    related: relatedOf(cause, edges),
    ...(opening.length === 0
      ? {}
      : {
          suggestion: {
            title: `Let ${first.caller.name} reach ${portOf(first.landing)} of ${endName(first.landing)}`,
            manifest: opening.join('---\n'),
          },
        }),
  };
}

function reason(cause: Cause, { caller, landing }: BlockedEdge): string {
  const { policy, direction, why, rule, others } = cause;
  const port = portOf(landing);
  const to = endName(landing);
  const inward = direction === 'ingress';
  const alsoOthers =
    others.length === 0
      ? ''
      : others.length === 1
        ? `, and neither does ${nameOf(others[0] ?? policy)}`
        : `, and neither do ${others.length} other policies`;
  switch (why) {
    case 'denied':
      return `${nameOf(policy)} denies ${caller.name} the connection to ${port} of ${to}`;
    case 'closed':
      return inward
        ? `${nameOf(policy)} lets nothing into the pods of ${to}`
        : `${nameOf(policy)} lets nothing out of the pods of ${caller.name}`;
    case 'unmentioned':
      return inward
        ? `${nameOf(policy)} does not let ${caller.name} into ${port} of ${to}${alsoOthers}`
        : `${nameOf(policy)} does not let ${caller.name} out to ${port} of ${to}${alsoOthers}`;
    case 'ports':
      return inward
        ? `${nameOf(policy)} lets ${caller.name} into ${listPorts(rule?.ports ?? [])} of ${to}, and not into ${port}`
        : `${nameOf(policy)} lets ${caller.name} out to ${listPorts(rule?.ports ?? [])} of ${to}, and not to ${port}`;
    case 'peers':
      return inward
        ? `${nameOf(policy)} lets ${listPeers(rule?.peers ?? [])} into ${port} of ${to}, and not ${caller.name}`
        : `${nameOf(policy)} lets ${caller.name} out to ${port} of ${listPeers(rule?.peers ?? [])}, and not of ${to}`;
  }
}

function portOf({ protocol, port }: Landing): string {
  return `${protocol} ${port}`;
}

function endName(landing: Landing): string {
  return 'pod' in landing ? nameOf(landing.pod.owner) : landing.callee.name;
}

function listPorts(ports: readonly PolicyPort[]): string {
  return shortList(ports.map(describePort));
}

function listPeers(peers: readonly Peer[]): string {
  return shortList(peers.map((peer) => describePeer(peer)));
}

function shortList(texts: readonly string[]): string {
  const [first = 'nobody'] = texts;
  if (texts.length > 3) return `${first} and ${texts.length - 1} others`;
  return texts.length < 2 ? first : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

const MOST_RELATED = 20;

/** Every object of the chain: what promises it, the Service, both ends, and the policies of both sides. */
function relatedOf(cause: Cause, edges: readonly BlockedEdge[]): readonly RelatedObject[] {
  const found = new Map<string, RelatedObject>();
  const add = (one: RelatedObject): void => {
    const { manifest, base } = one.resource;
    const key = [manifest.file, manifest.index, ...base, ...(one.at ?? [])].join('\0');
    if (!found.has(key)) found.set(key, one);
  };
  for (const blocked of edges) {
    const { edge, landing } = blocked;
    const { resource, at, says, part } = edge.promise;
    add({ resource, at, message: says, ...(part === undefined ? {} : { part }) });
    for (const one of viaRelated(edge, landing)) add(one);
    for (const one of endsRelated(blocked)) add(one);
  }
  for (const policy of cause.others)
    add({ resource: policy, message: `${nameOf(policy)} isolates the pods, too, and does not allow it` });
  const [first] = edges;
  const egress = first?.ingress === undefined ? undefined : first.egress;
  if (egress !== undefined)
    add({
      resource: egress.policy,
      at: egress.at,
      part: egress.part,
      message: `${nameOf(egress.policy)} does not let it out of ${first?.caller.name ?? ''} either`,
    });
  return [...found.values()].slice(0, MOST_RELATED);
}

function viaRelated({ via }: Edge, landing: Landing): readonly RelatedObject[] {
  if (via === undefined) return [];
  return [
    {
      resource: via.service,
      at: via.at,
      message: `${nameOf(via.service)} leads to ${portOf(landing)} of ${endName(landing)}`,
    },
  ];
}

function endsRelated({ caller, landing }: BlockedEdge): readonly RelatedObject[] {
  return [
    ...('pod' in landing
      ? [
          {
            resource: landing.pod.owner,
            at: [...landing.pod.path, 'metadata', 'labels'],
            part: 'key' as const,
            message: `pods of ${nameOf(landing.pod.owner)} receive it`,
          },
        ]
      : []),
    ...('pod' in caller.end
      ? [
          {
            resource: caller.end.pod.owner,
            at: [...caller.end.pod.path, 'metadata', 'labels'],
            part: 'key' as const,
            message: `pods of ${caller.name} send it`,
          },
        ]
      : []),
  ];
}
