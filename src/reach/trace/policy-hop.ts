import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { Connectivity } from '../connectivity/connectivity.ts';
import type { SideReason, Verdict } from '../connectivity/explain.ts';
import type { NearRule } from '../connectivity/near-rule.ts';
import { endOf } from '../edge/blocked.ts';
import type { Landing } from '../edge/edge.ts';
import type { Caller } from '../peer/caller.ts';
import { hasForeignPolicies } from '../policy/other-policies.ts';
import type { Direction } from '../policy/policy.ts';
import { Networks } from '../map/networks.ts';
import type { Joined } from '../map/networks.ts';
import { alike } from './hop.ts';
import type { Hop, HopPlace } from './hop.ts';

/** Ways that a request may take: whoever of the callers sends it, wherever it lands. */
export interface Ways {
  readonly callers: readonly Caller[];
  readonly landings: readonly Landing[];
  /** The Service in between. */
  readonly via?: Resource | undefined;
}

/** What the policies of one side say of a request; undefined where that side has no pods that the input shows. */
export function policyHop(graph: Graph, direction: Direction, { callers, landings }: Ways): Hop | undefined {
  const connectivity = new Connectivity(graph);
  const ways = callers.flatMap((caller) =>
    landings.flatMap((landing): readonly Way[] => {
      const subject = direction === 'egress' ? podOf(caller.end) : podOf(endOf(landing));
      if (subject === undefined) return [];
      const to = endOf(landing);
      const reason = connectivity.explain(caller.end, to, landing.protocol, landing.port)[direction];
      const near = connectivity.nearRules(caller.end, to, direction, landing);
      return [
        {
          subject,
          caller,
          landing,
          reason,
          near,
          direction,
          foreign: hasForeignPolicies(graph, subject.namespace),
          joined: joinedBy(graph, podOf(caller.end), podOf(to)),
        },
      ];
    }),
  );
  const verdicts = ways.map(verdictOf);
  const verdict = alike(verdicts);
  const gravest = (['blocked', 'depends', 'allowed'] as const).find((one) => verdicts.includes(one));
  const shown = ways[gravest === undefined ? 0 : verdicts.indexOf(gravest)];
  if (shown === undefined) return undefined;
  const different = new Set(verdicts).size > 1;
  const { message: said, place } = describe(shown);
  const unshown = verdict === 'depends' && !shown.caller.shown;
  const message = unshown ? `${said}: it is not in these manifests` : said;
  return {
    kind: direction,
    verdict,
    message: different ? `Not on all ways: ${lower(message)}` : message,
    place,
  };
}

interface Way {
  readonly subject: Pod;
  readonly caller: Caller;
  readonly landing: Landing;
  /** Undefined for a pod that calls itself. */
  readonly reason: SideReason | undefined;
  readonly near: readonly NearRule[];
  readonly direction: Direction;
  /** Whether policies act that are not evaluated. */
  readonly foreign: boolean;
  /** Why no network, or perhaps none, leads from one to the other. */
  readonly joined: Joined | undefined;
}

function joinedBy(graph: Graph, from: Pod | undefined, to: Pod | undefined): Joined | undefined {
  return from && to && from !== to ? Networks.of(graph).between(from, to) : undefined;
}

function verdictOf({ reason, foreign, joined }: Way): Verdict {
  if (joined?.how === 'apart') return 'blocked';
  if (joined !== undefined && reason?.verdict !== 'blocked') return 'depends';
  return foreign ? 'depends' : (reason?.verdict ?? 'allowed');
}

function describe(way: Way): { readonly message: string; readonly place: HopPlace | undefined } {
  const { subject, caller, landing, reason, near, direction, foreign, joined } = way;
  const own: HopPlace = { resource: subject.owner, path: ['metadata', 'name'] };
  const who = nameOf(subject.owner);
  if (joined !== undefined && (joined.how === 'apart' || reason?.verdict !== 'blocked'))
    return { message: upper(joined.message), place: { resource: joined.by, path: ['spec'], part: 'key' } };
  if (foreign) return { message: `Policies act on ${who} that are not evaluated`, place: own };
  if (reason === undefined) return { message: 'A pod always reaches itself', place: own };
  const port = `${landing.protocol} ${landing.port}`;
  const what =
    direction === 'egress'
      ? `${who} out to ${port} of ${landingName(landing)}`
      : `${caller.name} into ${port} of ${who}`;
  const rule = reason.rules.find(({ certain }) => certain) ?? reason.rules[0];
  if (rule !== undefined && (reason.verdict !== 'blocked' || rule.action === 'deny')) {
    const verb =
      rule.action === 'allow'
        ? 'lets'
        : rule.action === 'deny'
          ? 'does not let'
          : 'leaves to others whether to let';
    const perhaps = reason.verdict === 'depends' ? 'perhaps ' : '';
    return {
      message: `${nameOf(rule.policy)} ${perhaps}${verb} ${what}`,
      place: { resource: rule.policy, path: rule.path },
    };
  }
  const [isolation] = reason.isolating;
  if (isolation === undefined) return { message: `No policy limits the ${direction} of ${who}`, place: own };
  const nearest = near.find(({ misses }) => misses === 'ports') ?? near[0];
  if (nearest === undefined) {
    const verb = reason.verdict === 'depends' ? 'perhaps does not let' : 'does not let';
    return {
      message: `${nameOf(isolation.policy)} ${verb} ${what}`,
      place: { resource: isolation.policy, path: ['spec', direction], part: 'key' },
    };
  }
  const misses = nearest.misses === 'ports' ? 'this rule is for other ports' : 'this rule is for others';
  return {
    message: `${nameOf(nearest.policy)} does not let ${what}: ${misses}`,
    place: { resource: nearest.policy, path: nearest.path },
  };
}

export function landingName(landing: Landing): string {
  return 'pod' in landing ? nameOf(landing.pod.owner) : landing.callee.name;
}

function podOf(end: Caller['end']): Pod | undefined {
  return 'pod' in end ? end.pod : undefined;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lower(text: string): string {
  return /^(?:A|No) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
