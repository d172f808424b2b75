import { nameOf } from '../../resource/resource.ts';
import type { RouteEntry } from '../route/entry.ts';
import { whyOpen } from '../route/path-match.ts';
import { describeRedirect } from '../route/redirect.ts';
import type { Request } from '../route/request.ts';
import type { Decision } from '../route/table.ts';
import { pathMatches } from '../route/path-match.ts';
import { describeEntry, describeMatch } from '../route/words.ts';
import type { Hop } from './hop.ts';

/** The rule that gets a request, or that none does. */
export function routeHop({ table, entry, rivals, host }: Decision, request: Request): Hop {
  const asked = `${request.method} ${request.path}`;
  const [rival] = rivals;
  const left = table.leftOut?.find(
    (one) => one.host === host && pathMatches(one.path, request.path) === 'yes',
  );
  if (entry === undefined)
    return rival === undefined
      ? {
          kind: 'route',
          verdict: 'blocked',
          message: `No rule of ${table.door} for ${host ?? request.host} matches ${asked}: it gets ${table.unmatched ?? 404}${left === undefined ? '' : `, for ${nameOf(left.resource)}, ${left.host}${describeMatch({ path: left.path, method: undefined, headers: [], query: [] })}, is left out: ${left.why}`}`,
          place:
            left !== undefined
              ? { resource: left.resource, path: left.at }
              : table.resource === undefined
                ? undefined
                : { resource: table.resource, path: ['metadata', 'name'] },
        }
      : {
          kind: 'route',
          verdict: 'depends',
          message: `Perhaps ${describeEntry(rival)}${reasonOf(rival)}`,
          place: placeOf(rival),
        };
  const { answer } = entry;
  const also = rival === undefined ? '' : `, unless ${describeEntry(rival)} gets it first${reasonOf(rival)}`;
  const rule = `${describeEntry(entry)} matches ${asked}`;
  const place = 'at' in answer ? { resource: entry.source, path: answer.at } : placeOf(entry);
  if (answer.does === 'fail')
    return { kind: 'route', verdict: 'blocked', message: `${rule}: requests ${answer.says}`, place };
  const what =
    answer.does === 'redirect'
      ? `: redirected to ${describeRedirect(answer.redirect)}`
      : answer.does === 'answer'
        ? `: requests get ${answer.says}`
        : '';
  return {
    kind: 'route',
    verdict: rival === undefined ? 'allowed' : 'depends',
    message: `${rule}${what}${also}`,
    place,
  };
}

/** Why nobody here can tell whether it matches: ` (PCRE only: "(?!")`. */
function reasonOf({ path }: RouteEntry): string {
  const why = whyOpen(path);
  return why === undefined ? '' : ` (${why})`;
}

function placeOf({ source, at }: RouteEntry): NonNullable<Hop['place']> {
  return { resource: source, path: at };
}
