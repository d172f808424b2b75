import { getAt } from '../../base/json.ts';
import { routeRules } from '../../reach/gateway/route.ts';
import type { RouteFilter, RouteMatch } from '../../reach/gateway/route.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/**
 * Filters that the API server refuses together (gateway-api apis/v1/httproute_types.go, the CEL rules of HTTPRouteRule
 * and HTTPRouteFilter).
 */
export const check: Check = function* (route) {
  if (route.unrendered !== undefined) return;
  for (const { at, filters, matches, backends } of routeRules(route)) {
    const redirect = filters.find(({ type }) => type === 'RequestRedirect');
    if (redirect !== undefined && backends.length > 0)
      yield {
        at: [...at, 'backendRefs'],
        part: 'key',
        message: `A rule of ${nameOf(route)} redirects requests and sends them to backends; the API server rejects it.`,
        related: [{ resource: route, at: redirect.at, message: 'The redirect is here' }],
      };
    yield* together(route, `A rule of ${nameOf(route)}`, filters, matches);
    for (const backend of backends)
      yield* together(route, `Backend ${backend.name} of ${nameOf(route)}`, backend.filters, matches);
  }
};

/** What no list of filters may hold, be it of a rule or of one backend. `who` begins a sentence. */
function* together(
  route: Resource,
  who: string,
  filters: readonly RouteFilter[],
  matches: readonly RouteMatch[],
): Iterable<Finding> {
  const rule = who.startsWith('Backend') ? 'its rule ' : '';
  const redirect = filters.find(({ type }) => type === 'RequestRedirect');
  const rewrite = filters.find(({ type }) => type === 'URLRewrite');
  if (redirect !== undefined && rewrite !== undefined)
    yield {
      at: rewrite.at,
      message: `${who} redirects requests and rewrites their URL; the API server rejects it.`,
      related: [{ resource: route, at: redirect.at, message: 'The redirect is here' }],
    };
  for (const [filter, field] of [
    [redirect, 'requestRedirect'],
    [rewrite, 'urlRewrite'],
  ] as const) {
    if (filter === undefined) continue;
    const path = [field, 'path', 'type'];
    if (getAt(filter.value, path) !== 'ReplacePrefixMatch') continue;
    const [match, another] = matches;
    if (match?.path.kind === 'prefix' && another === undefined) continue;
    const what =
      another === undefined
        ? `${rule}matches ${match?.path.value ?? '/'} by ${match?.path.kind === 'exact' ? 'Exact' : 'RegularExpression'}`
        : `${rule}has ${matches.length} matches`;
    yield {
      at: [...filter.at, ...path],
      message: `${who} replaces the matched prefix, but ${what}; the API server rejects it, because ReplacePrefixMatch needs exactly one PathPrefix match.`,
    };
  }
  const seen = new Set<string>();
  for (const { at, type } of filters) {
    if (seen.has(type) && SINGLE.has(type))
      yield { at, message: `${who} has the filter ${type} twice; the API server rejects it.` };
    seen.add(type);
  }
}

/** Filters that may stand in a rule once. */
const SINGLE: ReadonlySet<string> = new Set([
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestRedirect',
  'URLRewrite',
  'CORS',
]);
