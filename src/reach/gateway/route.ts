import { derived } from '../../base/derived.ts';
import { listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import type { ValueMatch } from '../route/entry.ts';
import type { PathMatch } from '../route/path-match.ts';
import { specOf } from '../service/service.ts';

/** A rule of a route as written, with the API's defaults. */
export interface RouteRule {
  readonly at: Path;
  readonly matches: readonly RouteMatch[];
  readonly filters: readonly RouteFilter[];
  readonly backends: readonly RouteBackend[];
}

export interface RouteMatch {
  /** To the match, or to the rule where it is implied. */
  readonly at: Path;
  readonly path: PathMatch;
  readonly method: string | undefined;
  readonly headers: readonly ValueMatch[];
  readonly query: readonly ValueMatch[];
}

export interface RouteFilter {
  readonly at: Path;
  readonly type: string;
  readonly value: JsonObject;
}

export interface RouteBackend {
  readonly at: Path;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number | undefined;
  readonly weight: number;
  readonly filters: readonly RouteFilter[];
}

/** In lower case. None: those of the listeners. */
export function hostnamesOf(route: Resource): readonly string[] {
  return listOf(specOf(route).hostnames).flatMap((host) =>
    typeof host === 'string' ? [host.toLowerCase()] : [],
  );
}

export function routeRules(route: Resource): readonly RouteRule[] {
  return derived(route, 'rules', () => readRules(route));
}

function readRules(route: Resource): readonly RouteRule[] {
  const rules = specOf(route).rules;
  // GA6: an HTTPRoute without rules, as one without matches, is a rule for the prefix `/` (httproute_types.go Rules).
  const list = Array.isArray(rules) ? listOf(rules) : route.kind === 'HTTPRoute' ? [{}] : [];
  return list.map((value, index) => {
    const rule = objectOf(value);
    const at: Path = ['spec', 'rules', index];
    return {
      at,
      matches: readMatches(route.kind, rule, at),
      filters: readFilters(rule, at),
      backends: listOf(rule.backendRefs).map((ref, i) =>
        readBackend(route, objectOf(ref), [...at, 'backendRefs', i]),
      ),
    };
  });
}

export function readBackend(route: Resource, ref: JsonObject, at: Path): RouteBackend {
  return {
    at,
    // The mesh documentation prints `core` for the core group (GA2).
    group: (stringOf(ref.group) ?? '').replace(/^core$/, ''),
    kind: stringOf(ref.kind) ?? 'Service',
    namespace: stringOf(ref.namespace) ?? route.namespace,
    name: stringOf(ref.name) ?? '',
    port: numberOf(ref.port),
    weight: numberOf(ref.weight) ?? 1,
    filters: readFilters(ref, at),
  };
}

function readFilters(holder: JsonObject, at: Path): readonly RouteFilter[] {
  return listOf(holder.filters).map((filter, index) => ({
    at: [...at, 'filters', index],
    type: stringOf(objectOf(filter).type) ?? '',
    value: objectOf(filter),
  }));
}

function readMatches(kind: string, rule: JsonObject, at: Path): readonly RouteMatch[] {
  const written = listOf(rule.matches);
  if (written.length === 0) return [{ at, path: ALL, method: undefined, headers: [], query: [] }];
  return written.map((value, index) => {
    const match = objectOf(value);
    const own = {
      at: [...at, 'matches', index],
      headers: readValues(match.headers),
      query: readValues(match.queryParams),
    };
    return kind === 'GRPCRoute'
      ? { ...own, path: grpcPath(objectOf(match.method)), method: 'POST' }
      : { ...own, path: httpPath(objectOf(match.path)), method: stringOf(match.method) };
  });
}

const ALL: PathMatch = { kind: 'prefix', value: '/' };

function httpPath(path: JsonObject): PathMatch {
  const value = stringOf(path.value) ?? '/';
  const type = stringOf(path.type) ?? 'PathPrefix';
  if (type === 'Exact') return { kind: 'exact', value };
  if (type === 'PathPrefix') return { kind: 'prefix', value };
  return { kind: type === 'RegularExpression' ? 'regex' : 'own', value };
}

/** gRPC calls are POST requests to `/<service>/<method>` (grpc PROTOCOL-HTTP2). */
function grpcPath(method: JsonObject): PathMatch {
  const [service, name] = [stringOf(method.service), stringOf(method.method)];
  const regex = stringOf(method.type) === 'RegularExpression';
  if (service === undefined && name === undefined) return ALL;
  if (regex || service === undefined)
    return { kind: 'regex', value: `/${service ?? '[^/]+'}/${name ?? '[^/]+'}` };
  return name === undefined
    ? { kind: 'prefix', value: `/${service}` }
    : { kind: 'exact', value: `/${service}/${name}` };
}

function readValues(value: Parameters<typeof listOf>[0]): readonly ValueMatch[] {
  const names = new Set<string>();
  return listOf(value).flatMap((entry): readonly ValueMatch[] => {
    const { name, type, value: text } = objectOf(entry);
    // Of equivalent names only the first counts (httproute_types.go HTTPHeaderMatch.Name).
    if (typeof name !== 'string' || names.has(name.toLowerCase())) return [];
    names.add(name.toLowerCase());
    return [{ name, kind: type === 'RegularExpression' ? 'regex' : 'exact', value: stringOf(text) ?? '' }];
  });
}
