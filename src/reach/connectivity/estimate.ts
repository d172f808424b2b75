import { PortSet } from '../../base/ports.ts';
import type { Match } from '../../resource/selector.ts';

/** A set of ports as far as it is known: `sure` is a part of `most`, and the truth is between them. */
export interface Estimate {
  readonly sure: PortSet;
  readonly most: PortSet;
}

const NOTHING: Estimate = { sure: PortSet.none, most: PortSet.none };

export function exactly(ports: PortSet): Estimate {
  return { sure: ports, most: ports };
}

export function atMost(most: PortSet): Estimate {
  return { sure: PortSet.none, most };
}

export function eitherOf(a: Estimate, b: Estimate): Estimate {
  return { sure: a.sure.union(b.sure), most: a.most.union(b.most) };
}

export function bothOf(a: Estimate, b: Estimate): Estimate {
  return { sure: a.sure.intersect(b.sure), most: a.most.intersect(b.most) };
}

/** The ports, if something matches: for certain, perhaps, or not at all. */
export function where(match: Match, ports: Estimate): Estimate {
  if (match === 'yes') return ports;
  return match === 'no' ? NOTHING : atMost(ports.most);
}
