import type { Path } from '../../base/json.ts';
import { withoutEndSlashes } from '../../base/slashes.ts';
import type { Match } from '../../resource/selector.ts';
import type { Resource } from '../../resource/resource.ts';
import { matchesWhole } from './expression.ts';
import type { Redirect } from './redirect.ts';
import { pathMatches } from './path-match.ts';
import type { PathMatch } from './path-match.ts';
import type { Request } from './request.ts';

/** A condition on a header or a query parameter. */
export interface ValueMatch {
  readonly name: string;
  readonly kind: 'exact' | 'regex' | 'present';
  readonly value: string;
}

/** Something else that must be so, which only one controller asks. */
export interface Condition {
  /** `header version=2|3`. */
  readonly text: string;
  readonly holds: (request: Request) => Match;
}

/** Where a share of the requests goes. */
export interface RouteTarget {
  readonly at: Path;
  /** The object that holds the reference: a canary is another than the entry's. */
  readonly source: Resource;
  readonly kind: 'Service' | 'other';
  readonly namespace: string;
  readonly name: string;
  readonly port: number | string | undefined;
  readonly weight: number;
  /** What becomes of its share, if it never reaches a Service. Completes "and …": `get 500 (RefNotPermitted: …)`. */
  readonly broken?: string;
  /** What else may become of its share: a sentence without a full stop. */
  readonly unless?: string;
  /** Said of requests that get here for another reason than their share: a header of a canary. */
  readonly only?: string;
  /** Whether it gets all of such requests, or none of them, whatever the weights are; undefined where those decide. */
  readonly takes?: (request: Request) => Match | undefined;
}

/** What a rule does with a request other than sending it to backends. */
export type RouteAnswer =
  | { readonly does: 'forward'; readonly targets: readonly RouteTarget[] }
  | { readonly does: 'redirect'; readonly redirect: Redirect; readonly at: Path }
  /** The door answers by itself. `says` completes "requests get …". */
  | { readonly does: 'answer'; readonly says: string; readonly at: Path }
  /** `says` completes "requests …": `get 500: …`. */
  | { readonly does: 'fail'; readonly says: string; readonly at: Path };

/** One way to match a request, and what is done with it. */
export interface RouteEntry {
  readonly source: Resource;
  /** To what a person would change: the path, the match, or the rule. */
  readonly at: Path;
  /** The pattern of hosts; empty for all. */
  readonly host: string;
  readonly path: PathMatch;
  readonly method: string | undefined;
  readonly headers: readonly ValueMatch[];
  readonly query: readonly ValueMatch[];
  /** Beside those above. */
  readonly conditions?: readonly Condition[];
  readonly answer: RouteAnswer;
  /** Entries of one host with equal ranks are tried by the age of their objects; undefined where order alone counts. */
  readonly rank?: readonly number[];
}

/** An entry that never gets a request, or perhaps none. */
export interface Shadow {
  readonly by: RouteEntry;
  /** `perhaps`: nobody knows which of the two is older. */
  readonly verdict: 'never' | 'perhaps';
  /** A sentence without a full stop. */
  readonly message: string;
}

/** Whether an entry matches a request of a host that its pattern covers. */
export function entryMatches(entry: RouteEntry, request: Request): Match {
  if (entry.method !== undefined && entry.method !== request.method) return 'no';
  const conditions: Match[] = [
    pathMatches(entry.path, request.path),
    ...entry.headers.map((one) => valueMatches(one, request.headers.get(one.name.toLowerCase()))),
    ...entry.query.map((one) => valueMatches(one, request.query.get(one.name))),
    ...(entry.conditions ?? []).map(({ holds }) => holds(request)),
  ];
  if (conditions.includes('no')) return 'no';
  return conditions.includes('maybe') ? 'maybe' : 'yes';
}

function valueMatches({ kind, value }: ValueMatch, found: string | undefined): Match {
  if (found === undefined) return 'no';
  if (kind === 'present') return 'yes';
  if (kind === 'exact') return found === value ? 'yes' : 'no';
  return matchesWhole(value, found);
}

/** Equal for entries that match the same requests: names of headers have no case, and order does not count. */
export function matchKey({ host, path, method, headers, query, conditions = [] }: RouteEntry): string {
  const value = path.kind === 'prefix' ? withoutEndSlashes(path.value) : path.value;
  const list = (all: readonly ValueMatch[], fold: boolean): readonly string[] =>
    all.map(({ name, kind, value: text }) => `${fold ? name.toLowerCase() : name}\0${kind}\0${text}`).sort();
  return JSON.stringify([
    host,
    path.kind,
    value,
    method ?? '',
    list(headers, true),
    list(query, false),
    ...conditions.map(({ text }) => text).sort(),
  ]);
}
