import { getAt, objectOf } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import { routeRules } from '../../reach/gateway/route.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { isBelow } from '../../reach/route/path-match.ts';
import { describeMatch } from '../../reach/route/words.ts';
import type { RouteRule } from '../../reach/gateway/route.ts';
import { lossText } from '../../reach/gateway/loss.ts';
import type { Check, Finding } from '../rule.ts';

/** A rule that has nowhere to send requests, and no filter that answers them. */
export const check: Check = function* (route) {
  if (route.unrendered !== undefined) return;
  const isStream = route.kind !== 'HTTPRoute' && route.kind !== 'GRPCRoute';
  for (const rule of routeRules(route)) {
    const { at, backends, filters } = rule;
    if (filters.some(({ type }) => type === 'RequestRedirect' || type === 'ExtensionRef' || type === ''))
      continue;
    const keys = Object.keys(objectOf(getAt(route.value, at)));
    const written = keys.includes('backendRefs');
    // Misspelt, which is the finding of another rule.
    if (backends.length === 0 && !written && nearest('backendRefs', keys) !== undefined) continue;
    const total = backends.reduce((sum, { weight }) => sum + weight, 0);
    if (total > 0) continue;
    const [first] = backends;
    const why =
      first === undefined
        ? `${written ? 'an empty list of backendRefs' : 'no backendRefs'}${isStream ? '' : ' and no redirect'}`
        : backends.length === 1
          ? 'a backend of weight 0 only'
          : 'only backends of weight 0';
    const base = first === undefined && !isStream ? servedAround(route, rule) : undefined;
    const place: Pick<Finding, 'at' | 'part'> =
      first !== undefined
        ? { at: [...first.at, 'weight'] }
        : written
          ? { at: [...at, 'backendRefs'], part: 'key' }
          : { at };
    const effect =
      isStream && written && first === undefined ? 'the API server rejects it' : lossText(route, 1);
    yield {
      ...place,
      message: `The rule of ${nameOf(route)}${isStream ? '' : ` for ${matchesOf(rule)}`} has ${why}; ${effect}${base === undefined ? '' : ', while others below the path of another rule are served'}.`,
      // Some close a path in this way, which no manifest can tell from a slip.
      ...(base === undefined ? {} : { severity: 'info' }),
      related:
        base === undefined ? [] : [{ resource: route, at: base.at, message: 'This rule is around it' }],
    };
  }
};

/** Another rule that would get the requests if this one were not there. */
function servedAround(route: Resource, rule: RouteRule): RouteRule | undefined {
  return routeRules(route).find(
    (other) =>
      other.backends.some(({ weight }) => weight > 0) &&
      rule.matches.every(({ path }) =>
        other.matches.some(
          (around) =>
            around.path.kind === 'prefix' &&
            around.path.value !== path.value &&
            isBelow(path.value, around.path.value),
        ),
      ),
  );
}

function matchesOf({ matches }: RouteRule): string {
  return matches
    .slice(0, 3)
    .map((match) => describeMatch(match))
    .join(' or ');
}
