import { addTo } from '../../base/multimap.ts';
import type { EndClass, EndClasses } from './end-class.ts';
import type { TrafficRule } from './traffic-policy.ts';

/** The classes that a rule admits, by their index. */
export interface Members {
  readonly yes: readonly number[];
  readonly maybe: readonly number[];
}

/** Whom rules admit among pods and addresses, asked once for each rule and each class that it may admit. */
export class MemberTable {
  readonly #classes: EndClasses;
  readonly #known = new Map<TrafficRule, Members>();

  constructor(classes: EndClasses) {
    this.#classes = classes;
  }

  of(rule: TrafficRule): Members {
    let members = this.#known.get(rule);
    if (members === undefined) {
      const found = new Map<'yes' | 'maybe', number[]>();
      for (const end of this.#candidates(rule)) {
        const match = rule.admits(end);
        if (match !== 'no') addTo(found, match, end.index);
      }
      members = { yes: found.get('yes') ?? [], maybe: found.get('maybe') ?? [] };
      this.#known.set(rule, members);
    }
    return members;
  }

  *#candidates({ candidates: { pods, addresses } }: TrafficRule): Iterable<EndClass> {
    const classes = this.#classes;
    if (pods === 'all') yield* classes.pods;
    else yield* new Set([...pods()].map((pod) => classes.of({ pod })));
    if (addresses) yield* classes.addresses;
  }
}
