import { implies } from '../../resource/implies.ts';
import { identityOfObject, meets } from '../../resource/together.ts';
import type { Graph } from '../../reference/graph.ts';
import { isExact } from '../policy/exact.ts';
import type { Direction, Policy, PolicyRule } from '../policy/policy.ts';
import type { Reach } from '../reach.ts';
import { Candidates } from '../../base/candidates.ts';
import { SelectorWords } from './cover/selector-words.ts';
import { isOpen } from './open-rule.ts';
import { inNameOrder } from '../policy/name-order.ts';

/** A rule that allows everything, and the policies that limit nothing because of it (NP3). */
export interface Opening {
  readonly policy: Policy;
  readonly direction: Direction;
  readonly rule: PolicyRule;
  readonly voided: readonly Policy[];
  /** Other policies that allow as much, to the same end. */
  readonly others: readonly Policy[];
}

const DIRECTIONS = ['ingress', 'egress'] as const;

/**
 * The policies of a namespace that limit a direction in vain: one that selects all of their pods allows everything in
 * it. A policy that denies two directions, one of which is opened again, is how people write `deny by default`.
 */
export function openings(graph: Graph, reach: Reach, namespace: string): readonly Opening[] {
  return graph.memo(`openings:${namespace}`, () => {
    const all = inNameOrder(reach.policies(namespace).filter((policy) => isExact(graph, policy)));
    const found = new Map<PolicyRule, { readonly opening: Opening; readonly voided: Policy[] }>();
    const open = { ingress: new Openers(all, 'ingress'), egress: new Openers(all, 'egress') };
    for (const policy of all) {
      const limited = DIRECTIONS.filter((direction) => limits(policy, direction));
      const openers = limited.map((direction) => ({
        direction,
        first: open[direction].firstOf(policy),
      }));
      const wholly = openers.every(({ first }) => first !== undefined);
      for (const { direction, first } of openers) {
        if (first === undefined || (!wholly && policy[direction].length === 0)) continue;
        const rule = first[direction].find(isOpen);
        if (rule === undefined) continue;
        const known = found.get(rule);
        if (known !== undefined) known.voided.push(policy);
        else {
          const voided = [policy];
          const others = open[direction].othersOf(policy, first);
          found.set(rule, { opening: { policy: first, direction, rule, voided, others }, voided });
        }
      }
    }
    return [...found.values()].map(({ opening }) => opening);
  });
}

/** Policies that a finding of their opening speaks of. */
export function voidedPolicies(graph: Graph, reach: Reach, namespace: string): ReadonlySet<Policy> {
  return graph.memo(
    `voided:${namespace}`,
    () => new Set(openings(graph, reach, namespace).flatMap(({ voided }) => voided)),
  );
}

/** The policies that allow everything in one direction, found by whom they select. */
class Openers {
  readonly #found = new Candidates<Policy>(1);
  readonly #words: SelectorWords;

  /** In their order. */
  constructor(all: readonly Policy[], direction: Direction) {
    const open = all.filter((policy) => policy.isolates[direction] && policy[direction].some(isOpen));
    this.#words = new SelectorWords(open.map(({ subject }) => [subject]));
    for (const policy of open) this.#found.add(policy, [this.#words.wide([policy.subject])]);
  }

  firstOf(policy: Policy): Policy | undefined {
    for (const other of this.#among(policy)) if (opens(other, policy)) return other;
    return undefined;
  }

  othersOf(policy: Policy, first: Policy): readonly Policy[] {
    return [...this.#among(policy)].filter((other) => other !== first && opens(other, policy));
  }

  #among({ subject }: Policy): Iterable<Policy> {
    return this.#found.among([this.#words.narrow([subject])]);
  }
}

function limits(policy: Policy, direction: Direction): boolean {
  return policy.isolates[direction] && !policy[direction].some(isOpen);
}

function opens(other: Policy, policy: Policy): boolean {
  return (
    implies(policy.subject, other.subject) &&
    identityOfObject(policy.resource) !== identityOfObject(other.resource) &&
    meets(policy.resource, other.resource)
  );
}
