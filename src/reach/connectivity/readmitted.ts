import { AddressSet } from '../../base/addresses.ts';
import { parseCidr } from '../../base/cidr.ts';
import type { Path } from '../../base/json.ts';
import type { Direction, Peer, Policy, PolicyRule } from '../policy/policy.ts';
import { BlockWords } from './cover/block-words.ts';
import { Candidates } from '../../base/candidates.ts';
import type { CoverPeer } from './cover/peer.ts';
import { CoverRule } from './cover/rule.ts';
import { RuleWords } from './cover/rule-words.ts';

/** An exception of a block that another block of the policy allows again, on all of its ports (NP14). */
export interface Readmitted {
  readonly exception: string;
  /** From the policy's value. */
  readonly path: Path;
  /** The peer whose block holds all of the exception. */
  readonly by: Peer;
  readonly sameList: boolean;
}

/** One block of a rule. */
interface Block {
  readonly rule: CoverRule;
  readonly peer: CoverPeer;
}

/** For each rule. The policy must be exact. */
export function readmitted(
  policy: Policy,
  direction: Direction,
): ReadonlyMap<PolicyRule, readonly Readmitted[]> {
  const found = new Map<PolicyRule, readonly Readmitted[]>();
  if (!policy.isolates[direction]) return found;
  if (
    !policy[direction].some(({ peers }) =>
      peers.some(({ block }) => block !== undefined && block.except.length > 0),
    )
  )
    return found;
  const blocks = new Blocks(policy[direction].map((rule) => new CoverRule(policy.resource, rule)));
  for (const rule of blocks.rules) found.set(rule.rule, readmittedOf(rule, blocks));
  return found;
}

function readmittedOf(rule: CoverRule, blocks: Blocks): readonly Readmitted[] {
  return rule.peers.flatMap(({ peer }) =>
    (peer.block?.except ?? []).flatMap((exception, index): readonly Readmitted[] => {
      const by = blocks.holding(exception, rule, peer);
      if (by === undefined) return [];
      const path = [...peer.path, 'ipBlock', 'except', index];
      return [{ exception, path, by: by.peer.peer, sameList: by.rule === rule }];
    }),
  );
}

/** The blocks of the rules of one direction, found by what they hold and by their ports. */
class Blocks {
  readonly rules: readonly CoverRule[];
  readonly #words: RuleWords;
  readonly #blockWords: BlockWords;
  readonly #all = new Candidates<Block>(2);
  readonly #ofRule = new Map<CoverRule, Candidates<Block>>();

  constructor(rules: readonly CoverRule[]) {
    this.rules = rules;
    this.#words = new RuleWords(rules);
    this.#blockWords = new BlockWords(
      rules.flatMap(({ peers }) => peers.flatMap(({ block }) => (block === undefined ? [] : [block.cidr]))),
    );
    for (const rule of rules) {
      const own = new Candidates<Block>(1);
      const [, ports] = this.#words.wide(rule);
      for (const peer of rule.peers) {
        if (peer.block === undefined) continue;
        const words = [BlockWords.of(peer.block.cidr)];
        own.add({ rule, peer }, [words]);
        this.#all.add({ rule, peer }, [words, ports]);
      }
      this.#ofRule.set(rule, own);
    }
  }

  /** The first block but that of a peer that holds all of an exception, on all ports of a rule; the own list first: there it is plainest. */
  holding(exception: string, rule: CoverRule, except: Peer): Block | undefined {
    const cidr = parseCidr(exception)?.cidr;
    if (cidr === undefined) return undefined;
    const left = AddressSet.of([cidr]);
    const words = this.#blockWords.holding({ family: cidr.family, value: cidr.first });
    const [, ports] = this.#words.narrow(rule);
    const holds = ({ peer: { peer, block } }: Block): boolean =>
      peer !== except && block !== undefined && left.isSubsetOf(block.addresses);
    for (const one of this.#ofRule.get(rule)?.among([words]) ?? [])
      if (rule.coversPorts(rule) && holds(one)) return one;
    for (const one of this.#all.among([words, ports]))
      if (one.rule !== rule && holds(one) && one.rule.coversPorts(rule)) return one;
    return undefined;
  }
}
