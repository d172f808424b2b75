import { implies } from '../../../resource/implies.ts';
import type { Direction, Policy } from '../../policy/policy.ts';
import { Candidates } from '../../../base/candidates.ts';
import { CoverRule } from './rule.ts';
import { RuleWords } from './rule-words.ts';
import { SelectorWords } from './selector-words.ts';

const DIRECTIONS = ['ingress', 'egress'] as const;

/** A NetworkPolicy with what its rules mean, so that many can be compared. It must be exact (`isExact`). */
export class CoverPolicy {
  readonly policy: Policy;
  readonly rules: Readonly<Record<Direction, readonly CoverRule[]>>;
  readonly #found: Record<Direction, Candidates<CoverRule> | undefined> = {
    ingress: undefined,
    egress: undefined,
  };

  constructor(policy: Policy) {
    this.policy = policy;
    const { resource, ingress, egress } = policy;
    this.rules = {
      ingress: ingress.map((rule) => new CoverRule(resource, rule)),
      egress: egress.map((rule) => new CoverRule(resource, rule)),
    };
  }

  /** Whether whatever another one does is done by this one too: it isolates the same pods and allows as much. */
  covers(narrow: CoverPolicy, words: PolicyWords): boolean {
    return (
      implies(narrow.policy.subject, this.policy.subject) &&
      DIRECTIONS.every((direction) => this.#coversDirection(narrow, direction, words))
    );
  }

  #coversDirection(narrow: CoverPolicy, direction: Direction, words: PolicyWords): boolean {
    if (!narrow.policy.isolates[direction]) return true;
    if (!this.policy.isolates[direction]) return false;
    return narrow.rules[direction].every((rule) => this.#coversRule(rule, direction, words));
  }

  #coversRule(narrow: CoverRule, direction: Direction, { ofRules }: PolicyWords): boolean {
    let found = this.#found[direction];
    if (found === undefined) {
      found = new Candidates(2);
      for (const rule of this.rules[direction]) found.add(rule, ofRules.wide(rule));
      this.#found[direction] = found;
    }
    for (const rule of found.among(ofRules.narrow(narrow))) if (rule.covers(narrow)) return true;
    return false;
  }
}

/** The words by which policies are found that do what another one does: of subjects, peers and ports. */
export class PolicyWords {
  readonly ofRules: RuleWords;
  readonly #subjects: SelectorWords;

  /** All policies that are to be found. */
  constructor(policies: readonly CoverPolicy[]) {
    this.ofRules = new RuleWords(policies.flatMap(({ rules }) => [...rules.ingress, ...rules.egress]));
    this.#subjects = new SelectorWords(policies.map(({ policy: { subject } }) => [subject]));
  }

  wide({ policy, rules }: CoverPolicy): readonly (readonly string[])[] {
    const peers: string[] = [ANY];
    const ports: string[] = [ANY];
    for (const direction of DIRECTIONS)
      for (const rule of rules[direction]) {
        const [ofPeers, ofPorts] = this.ofRules.wide(rule);
        for (const word of ofPeers) peers.push(`${direction} ${word}`);
        for (const word of ofPorts) ports.push(`${direction} ${word}`);
      }
    return [this.#subjects.wide([policy.subject]), peers, ports];
  }

  /** Whoever covers a policy covers its first rule. One that allows nothing is found by its subject. */
  narrow({ policy, rules }: CoverPolicy): readonly (readonly string[])[] {
    const subject = this.#subjects.narrow([policy.subject]);
    for (const direction of DIRECTIONS) {
      const [first] = policy.isolates[direction] ? rules[direction] : [];
      if (first === undefined) continue;
      const [peers, ports] = this.ofRules.narrow(first);
      const of = (word: string): string => `${direction} ${word}`;
      return [subject, peers.map(of), ports.map(of)];
    }
    return [subject, [ANY], [ANY]];
  }
}

const ANY = 'any';
