import { getAt, isObject, listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import { specOf } from '../../reach/service/service.ts';
import { isPlaceholder, isPlaceholderName } from '../../reference/world.ts';
import { hostProblem } from '../../resource/host-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/**
 * What the CRDs of the Gateway API refuse of a route by their expressions and patterns. Source: gateway-api
 * apis/v1/shared_types.go CommonRouteSpec and Hostname, httproute_types.go HTTPPathMatch, HTTPRouteTimeouts, HTTPRouteSpec.
 */
export const check: Check = function* (route) {
  if (route.unrendered !== undefined) return;
  yield* parents(route);
  yield* hostnames(route);
  if (route.kind !== 'HTTPRoute' && route.kind !== 'GRPCRoute') return;
  const rules = listOf(specOf(route).rules);
  if (rules.length > MOST_RULES)
    yield {
      at: ['spec', 'rules'],
      part: 'key',
      message: `${nameOf(route)} has ${rules.length} rules, and may have ${MOST_RULES}; the API server rejects it.`,
    };
  for (const [index, rule] of rules.entries()) yield* inRule(route, objectOf(rule), ['spec', 'rules', index]);
};

const MOST_RULES = 16;
const MOST_MATCHES = 64;

/** Two references to one parent must each name a listener, by name or port, and not the same one. */
function* parents(route: Resource): Iterable<Finding> {
  const seen = new Map<string, { readonly ref: JsonObject; readonly at: Path }[]>();
  for (const [index, value] of listOf(specOf(route).parentRefs).entries()) {
    const ref = objectOf(value);
    const at: Path = ['spec', 'parentRefs', index];
    const key = JSON.stringify([
      stringOf(ref.group) ?? 'gateway.networking.k8s.io',
      stringOf(ref.kind) ?? 'Gateway',
      // The expression compares what is written: the route's own namespace and none are two to it.
      stringOf(ref.namespace) ?? '',
      stringOf(ref.name),
    ]);
    const others = seen.get(key) ?? [];
    seen.set(key, [...others, { ref, at }]);
    const clash = others.find(
      ({ ref: other }) =>
        sectionOf(other) === sectionOf(ref) || sectionOf(other) === '' || sectionOf(ref) === '',
    );
    if (clash === undefined) continue;
    const parent = stringOf(ref.name) ?? '?';
    yield {
      at: [...at, sectionOf(ref) === '' ? 'name' : 'sectionName'],
      message: `${nameOf(route)} names the parent ${parent} twice${sectionOf(ref) === sectionOf(clash.ref) && sectionOf(ref) !== '' ? ' with the same listener' : ', and once without a listener'}; each must have its own sectionName or port, and the API server rejects it.`,
      related: [{ resource: route, at: [...clash.at, 'name'], message: `${parent} is here first` }],
    };
  }
}

function sectionOf(ref: JsonObject): string {
  const [section, port] = [stringOf(ref.sectionName) ?? '', numberOf(ref.port)];
  return section === '' && port === undefined ? '' : `${section}:${port ?? ''}`;
}

function* hostnames(route: Resource): Iterable<Finding> {
  for (const [index, host] of listOf(specOf(route).hostnames).entries()) {
    if (typeof host !== 'string' || isPlaceholderName(host)) continue;
    const at = ['spec', 'hostnames', index];
    if (hostProblem(host, 'fine') === undefined && hostProblem(host, 'refused') !== undefined)
      // The pattern of the definition takes it; the text beside it does not.
      yield {
        at,
        severity: 'warning',
        message: `The hostname ${host} of ${nameOf(route)} is an address, which the Gateway API does not allow; a controller may refuse the route.`,
      };
    const problem = hostProblem(host, 'fine');
    if (problem === undefined) continue;
    yield {
      at,
      message: `The hostname ${host} of ${nameOf(route)} ${problem.reason}; the API server rejects it.`,
      fixes:
        problem.meant === undefined
          ? []
          : [{ title: `Use ${problem.meant}`, safety: 'unsafe', edits: [{ at, value: problem.meant }] }],
    };
  }
}

function* inRule(route: Resource, rule: JsonObject, at: Path): Iterable<Finding> {
  const matches = listOf(rule.matches);
  if (matches.length > MOST_MATCHES)
    yield {
      at: [...at, 'matches'],
      part: 'key',
      message: `A rule of ${nameOf(route)} has ${matches.length} matches, and may have ${MOST_MATCHES}; the API server rejects it.`,
    };
  for (const [index, match] of matches.entries()) {
    const path = getAt(match, ['path']);
    if (route.kind === 'HTTPRoute' && isObject(path))
      yield* inPath(route, path, [...at, 'matches', index, 'path', 'value']);
    for (const field of ['headers', 'queryParams'])
      yield* repeated(route, objectOf(match), field, [...at, 'matches', index, field]);
  }
  const { request, backendRequest } = objectOf(rule.timeouts);
  const [whole, part] = [secondsOf(stringOf(request)), secondsOf(stringOf(backendRequest))];
  if (whole !== undefined && part !== undefined && whole > 0 && part > whole)
    yield {
      at: [...at, 'timeouts', 'backendRequest'],
      message: `The timeout ${stringOf(backendRequest) ?? ''} for a backend of ${nameOf(route)} is longer than the ${stringOf(request) ?? ''} of the whole request; the API server rejects it.`,
      related: [
        { resource: route, at: [...at, 'timeouts', 'request'], message: 'The whole request has this' },
      ],
    };
}

function* inPath(route: Resource, path: JsonObject, at: Path): Iterable<Finding> {
  const value = stringOf(path.value);
  const type = stringOf(path.type) ?? 'PathPrefix';
  if (value === undefined || isPlaceholder(value) || (type !== 'Exact' && type !== 'PathPrefix')) return;
  const problem = pathProblem(value);
  if (problem === undefined) return;
  yield {
    at,
    message: `The path ${value} of ${nameOf(route)} ${problem}; the API server rejects it.${/[*^$()|\\]/.test(value) ? ' An expression needs type RegularExpression.' : ''}`,
  };
}

function pathProblem(value: string): string | undefined {
  if (!value.startsWith('/')) return 'does not begin with /';
  const part = ['//', '/./', '/../', '%2f', '%2F', '#'].find((one) => value.includes(one));
  if (part !== undefined) return `has ${part}`;
  if (/\/\.\.?$/.test(value)) return 'ends with a dot segment';
  return /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(value)
    ? undefined
    : 'has characters that a path must encode';
}

/** `listMapKey=name`; names of headers have no case, but the API server compares them as they are. */
function* repeated(route: Resource, match: JsonObject, field: string, at: Path): Iterable<Finding> {
  const seen = new Map<string, number>();
  for (const [index, entry] of listOf(match[field]).entries()) {
    const name = stringOf(objectOf(entry).name);
    if (name === undefined) continue;
    const first = seen.get(name);
    if (first === undefined) seen.set(name, index);
    else
      yield {
        at: [...at, index, 'name'],
        message: `A match of ${nameOf(route)} asks for ${field === 'headers' ? 'the header' : 'the query parameter'} ${name} twice; the API server rejects it.`,
        related: [{ resource: route, at: [...at, first, 'name'], message: `${name} is here first` }],
      };
  }
}

/** GEP-2257: `1h30m`, `500ms`. Undefined for what is none. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:\d{1,5}(?:h|m|s|ms)){1,4}$/.test(text)) return undefined;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return [...text.matchAll(/(\d+)(ms|h|m|s)/g)].reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
}
