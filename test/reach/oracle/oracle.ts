import type { Cluster, Direction, Protocol } from './cluster.ts';
import { tierDecision } from './cluster-policy.ts';
import { underEveryCompletion } from './completions.ts';
import type { Ask } from './completions.ts';
import { networkPolicyDecision } from './network-policy.ts';
import type { End, PodEnd } from './question.ts';

export type Verdict = 'allowed' | 'blocked' | 'depends';

interface Connection {
  readonly cluster: Cluster;
  readonly from: End;
  readonly to: End;
  readonly protocol: Protocol;
  readonly port: number;
  readonly ask: Ask;
}

/**
 * Whether a connection is possible, read literally from the rules of NetworkPolicy (NP1 to NP26) and the cluster-scoped
 * policies (CP1 to CP10), sharing no code with the engine. Everything that offline input cannot tell is completed in
 * every way, and only what is the same under each completion is certain.
 *
 * What is not known, each one independent of the others: whether a block that is not all public holds the address of
 * a pod; whether policies select a hostNetwork pod, and whether selectors match one as a peer; whether it shares its
 * node with the other end; each requirement of a selector on a label of a namespace without a manifest; which of
 * several policies with one priority is applied; the nodes and domain names behind an address.
 */
export function verdict(cluster: Cluster, from: End, to: End, protocol: Protocol, port: number): Verdict {
  const seen = new Set<boolean>();
  for (const connects of underEveryCompletion((ask) =>
    isPossible({ cluster, from, to, protocol, port, ask }),
  )) {
    seen.add(connects);
    if (seen.size === 2) return 'depends';
  }
  return seen.has(true) ? 'allowed' : 'blocked';
}

/** NP4, CP1: the egress of the source and the ingress of the destination must both allow it; addresses have neither. */
function isPossible(connection: Connection): boolean {
  const { from, to } = connection;
  if ('pod' in from && 'pod' in to && from.pod === to.pod) return true; // NP18: a pod always reaches itself.
  return (
    ('address' in from || directionAllows(connection, 'egress', from, to)) &&
    ('address' in to || directionAllows(connection, 'ingress', to, from))
  );
}

/** CP1, CP9: Admin, then NetworkPolicy if it isolates the pod in this direction, then Baseline, else allowed. */
function directionAllows(
  { cluster, protocol, port, ask }: Connection,
  direction: Direction,
  subject: PodEnd,
  other: End,
): boolean {
  const question = { cluster, direction, subject, other, protocol, port, ask };
  const admin = tierDecision('Admin', question);
  if (admin === 'allow' || admin === 'deny') return admin === 'allow';
  return networkPolicyDecision(question) ?? tierDecision('Baseline', question) !== 'deny';
}
