import type { Cluster, Direction, Protocol } from './cluster.ts';
import { tierDecision } from './cluster-policy.ts';
import { underEveryCompletion } from './completions.ts';
import { networkPolicyDecision } from './network-policy.ts';
import type { End, PodEnd, Question } from './question.ts';

export type Verdict = 'allowed' | 'blocked' | 'depends';

/**
 * Whether a connection is possible, read literally from the rules of NetworkPolicy (NP1 to NP26) and the cluster-scoped
 * policies (CP1 to CP10), sharing no code with the engine. Everything that offline input cannot tell is completed in
 * every way, and only what is the same under each completion is certain.
 *
 * What is not known, each one independent of the others: whether a block that is not all public holds the address of
 * a pod; whether policies select a hostNetwork pod, and whether selectors match one as a peer; whether it shares its
 * node with the other end; each requirement of a selector on a label of a namespace without a manifest; which of
 * several policies with one priority is applied; the nodes and domain names behind an address.
 *
 * The two ends are completed independently of each other, too. That is more completions than there are: a policy of
 * which it is not known whether it selects the one namespace of both ends is taken to select one end and not the other.
 * So `depends` is said here of some connections that are the same in every possible world, but what is certain here is
 * certain there.
 */
export function verdict(cluster: Cluster, from: End, to: End, protocol: Protocol, port: number): Verdict {
  if ('pod' in from && 'pod' in to && from.pod === to.pod) return 'allowed'; // NP18: a pod always reaches itself.
  // NP4, CP1: the egress of the source and the ingress of the destination must both allow it; addresses have neither.
  const sides = [
    'address' in from ? ONLY_ALLOWED : possible(cluster, 'egress', from, to, protocol, port),
    'address' in to ? ONLY_ALLOWED : possible(cluster, 'ingress', to, from, protocol, port),
  ];
  if (sides.some((side) => !side.has(true))) return 'blocked';
  return sides.some((side) => side.has(false)) ? 'depends' : 'allowed';
}

const ONLY_ALLOWED: ReadonlySet<boolean> = new Set([true]);

/** What the policies of one end may say of a connection. */
function possible(
  cluster: Cluster,
  direction: Direction,
  subject: PodEnd,
  other: End,
  protocol: Protocol,
  port: number,
): ReadonlySet<boolean> {
  const seen = new Set<boolean>();
  const answers = underEveryCompletion((ask) =>
    isAllowed({ cluster, direction, subject, other, protocol, port, ask }),
  );
  for (const answer of answers) {
    seen.add(answer);
    if (seen.size === 2) break;
  }
  return seen;
}

/** CP1, CP9: Admin, then NetworkPolicy if it isolates the pod in this direction, then Baseline, else allowed. */
function isAllowed(question: Question): boolean {
  const admin = tierDecision('Admin', question);
  if (admin === 'allow' || admin === 'deny') return admin === 'allow';
  return networkPolicyDecision(question) ?? tierDecision('Baseline', question) !== 'deny';
}
