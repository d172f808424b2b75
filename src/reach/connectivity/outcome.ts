import { PortSet } from '../../base/ports.ts';
import type { Match } from '../../resource/selector.ts';
import type { Estimate } from './estimate.ts';

export type Action = 'allow' | 'deny' | 'pass';

/**
 * What may become of the traffic to each port. A port is in at least one of the sets; in several where the input
 * cannot tell.
 */
export interface Outcome extends Readonly<Record<Action, PortSet>> {
  /** No rule decides. */
  readonly none: PortSet;
}

export const UNDECIDED: Outcome = {
  allow: PortSet.none,
  deny: PortSet.none,
  pass: PortSet.none,
  none: PortSet.all,
};

/** The first rule that matches decides (CP1). */
export function firstOf(rules: Iterable<{ readonly action: Action; readonly matching: Estimate }>): Outcome {
  const found = { allow: PortSet.none, deny: PortSet.none, pass: PortSet.none };
  let none = PortSet.all;
  for (const { action, matching } of rules) {
    found[action] = found[action].union(none.intersect(matching.most));
    none = none.subtract(matching.sure);
  }
  return { ...found, none };
}

/** The outcome of a policy that applies, that may apply, or that does not. */
export function ofPolicy(applies: Match, outcome: Outcome): Outcome {
  if (applies === 'no') return UNDECIDED;
  return applies === 'yes' ? outcome : { ...outcome, none: PortSet.all };
}

/** The second is asked where the first does not decide. */
export function followedBy(first: Outcome, second: Outcome): Outcome {
  const { none } = first;
  if (none.isEmpty) return first;
  return {
    allow: first.allow.union(none.intersect(second.allow)),
    deny: first.deny.union(none.intersect(second.deny)),
    pass: first.pass.union(none.intersect(second.pass)),
    none: none.intersect(second.none),
  };
}

/** Nobody knows which of them is asked first (CP2): whoever decides may be the first. */
export function tied(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce(
    (all, one) => ({
      allow: all.allow.union(one.allow),
      deny: all.deny.union(one.deny),
      pass: all.pass.union(one.pass),
      none: all.none.intersect(one.none),
    }),
    UNDECIDED,
  );
}

/** What a tier passes on is as if it had not decided. */
export function leaveTier(outcome: Outcome): Outcome {
  return { ...outcome, pass: PortSet.none, none: outcome.none.union(outcome.pass) };
}

/** After the last tier everything is allowed that nobody decided (CP1). */
export function allowedBy({ allow, deny, pass, none }: Outcome): Estimate {
  return { sure: PortSet.all.subtract(deny), most: allow.union(pass).union(none) };
}
