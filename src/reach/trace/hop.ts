import type { Path } from '../../base/json.ts';
import type { Part } from '../../document/document.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Verdict } from '../connectivity/explain.ts';

export type HopKind =
  | 'dns'
  | 'egress'
  | 'entry'
  | 'tls'
  | 'route'
  | 'backend'
  | 'service'
  | 'endpoints'
  | 'ingress'
  | 'mesh'
  | 'container'
  | 'outside';

/** One step of a request. */
export interface Hop {
  readonly kind: HopKind;
  readonly verdict: Verdict;
  /** A sentence without a full stop. */
  readonly message: string;
  /** What decides; undefined where no manifest does. */
  readonly place: HopPlace | undefined;
}

export interface HopPlace {
  readonly resource: Resource;
  readonly path: Path;
  readonly part?: Part;
}

/** A request from its source to where it ends: after the first hop that blocks it, or where it arrives. */
export interface Trace {
  readonly verdict: Verdict;
  readonly hops: readonly Hop[];
  /** Parts of 1, where backends with different outcomes share the requests. */
  readonly shares?: Readonly<Record<Verdict, number>>;
}

/** The hops up to the first that blocks; what one of them does not know, nobody knows of the whole. */
export function traceOf(hops: Iterable<Hop>): Trace {
  const kept: Hop[] = [];
  for (const hop of hops) {
    kept.push(hop);
    if (hop.verdict === 'blocked') return { verdict: 'blocked', hops: kept };
  }
  return { verdict: worst(kept.map(({ verdict }) => verdict)), hops: kept };
}

/** Of things that must all work. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('blocked')) return 'blocked';
  return verdicts.includes('depends') ? 'depends' : 'allowed';
}

/** Of things of which any may be the one: blocked only if all are. */
export function alike(verdicts: readonly Verdict[]): Verdict {
  const [first = 'allowed', ...others] = verdicts;
  return others.every((verdict) => verdict === first) ? first : 'depends';
}
