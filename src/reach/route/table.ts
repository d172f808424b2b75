import type { Path } from '../../base/json.ts';
import type { Match } from '../../resource/selector.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Caller } from '../peer/caller.ts';
import { older } from './age.ts';
import type { RouteEntry, Shadow } from './entry.ts';
import { entryMatches } from './entry.ts';
import { bySpecificity, patternsFor } from './host.ts';
import type { WildcardReach } from './host.ts';
import type { PathMatch } from './path-match.ts';
import type { Request } from './request.ts';

/** Where requests arrive: a controller with the Ingresses of a class, or a listener. */
export interface RouteTable {
  /** As messages call it: `class nginx`, `listener https of Gateway infra/edge`. */
  readonly door: string;
  /** The object that stands for the door. */
  readonly resource: Resource | undefined;
  /** Whether a controller serves it: `no` where Ingresses name no class and all controllers want one. */
  readonly served: Match;
  readonly reach: WildcardReach;
  /** Undefined: any. */
  readonly port: number | undefined;
  readonly scheme: 'http' | 'https' | 'any' | 'none';
  /** The door whose TLS for these hosts is handed on here, unread: paths and headers are not seen. */
  readonly passthroughOf?: string;
  /** Equal for doors of which one program makes one table; undefined: it stands alone. */
  readonly address?: string;
  /** Patterns of hosts that get here at all; undefined: all that have an entry. */
  readonly hostname: string | undefined;
  /** Whether a request that no entry of its most specific host matches may get to one of a wildcard. */
  readonly falls: 'yes' | 'no' | 'maybe';
  readonly hosts: ReadonlyMap<string, HostRoutes>;
  /** What a request gets that no entry matches, unless 404. */
  readonly unmatched?: number;
  /** Paths that are written to get requests, and that the controller leaves out. */
  readonly leftOut?: readonly LeftOut[];
  /** How often two entries were compared to put all in order: near n log n, whatever the hosts are. */
  readonly comparisons: number;
  readonly callers: () => readonly Caller[];
}

/** A path that the controller leaves out: other entries get its requests. */
export interface LeftOut {
  readonly resource: Resource;
  readonly at: Path;
  readonly host: string;
  readonly path: PathMatch;
  /** Without a full stop. */
  readonly why: string;
}

export interface HostRoutes {
  readonly host: string;
  /** As they are tried. */
  readonly entries: readonly RouteEntry[];
  readonly shadows: ReadonlyMap<RouteEntry, Shadow>;
}

/** The entry that gets a request. */
export interface Decision {
  readonly table: RouteTable;
  /** Undefined: the controller answers by itself, with `unmatched` of the table. */
  readonly entry: RouteEntry | undefined;
  /** Others that may get it instead: they match perhaps, or are as old. */
  readonly rivals: readonly RouteEntry[];
  /** The pattern whose entries were tried; undefined if no entry is for the host. */
  readonly host: string | undefined;
}

/** Which entry of a table gets a request. */
export function decide(table: RouteTable, request: Request): Decision {
  const perhaps: RouteEntry[] = [];
  let first: string | undefined;
  for (const pattern of patternsFor(request.host, table.reach)) {
    const routes = table.hosts.get(pattern);
    if (routes === undefined) continue;
    if (first !== undefined && table.falls === 'no') break;
    for (const entry of routes.entries) {
      const matches = entryMatches(entry, request);
      if (matches === 'no') continue;
      const shadow = routes.shadows.get(entry);
      if (shadow?.verdict === 'never') continue;
      const uncertain = matches === 'maybe' || (first !== undefined && table.falls === 'maybe');
      if (uncertain) {
        perhaps.push(entry);
        continue;
      }
      const equals = rivalsOf(routes, entry, request);
      return { table, entry, rivals: [...perhaps, ...equals], host: pattern };
    }
    first ??= pattern;
  }
  return { table, entry: undefined, rivals: perhaps, host: first };
}

/**
 * Others that may get the request instead: equal ones of an object of which nobody knows whether it is older, and
 * regular expressions, whose place among the others is the implementation's own.
 */
function rivalsOf(
  { entries, shadows }: HostRoutes,
  winner: RouteEntry,
  request: Request,
): readonly RouteEntry[] {
  const rank = winner.rank?.join();
  const contest = shadows.size > 0;
  if (rank === undefined && !contest) return [];
  return entries.filter((entry) => {
    if (entry === winner || shadows.get(entry)?.verdict === 'never') return false;
    const contested =
      shadows.get(entry)?.by === winner || shadows.get(winner)?.by === entry
        ? true
        : rank !== undefined &&
          ((entry.rank?.join() === rank &&
            entry.source !== winner.source &&
            older(entry.source, winner.source) === undefined) ||
            entry.path.kind === 'regex');
    return contested && entryMatches(entry, request) !== 'no';
  });
}

/** The hosts of a table as controllers prefer them. */
export function hostsInOrder(table: RouteTable): readonly HostRoutes[] {
  return [...table.hosts.values()].sort((a, b) => bySpecificity(a.host, b.host));
}
