import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { goesTo, graphOf, ingress, requestFor } from './build.ts';
import { naiveGateway, naiveIngress } from './naive.ts';
import type { NaiveIngress, NaiveListener, NaiveMatch, NaiveRequest, NaiveRoute } from './naive.ts';

const SETS = 20_000;
const SEED = Number(process.env.SEED ?? 4);

/** Small numbers that repeat for a seed (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof randomFrom>;

const HOSTS = ['a.example.com', 'b.a.example.com', 'example.com', 'x.example.org'];
const PATTERNS = [
  '',
  '*.com',
  '*.example.com',
  '*.a.example.com',
  'a.example.com',
  'b.a.example.com',
  'example.com',
  'x.example.org',
];
const PATHS = ['/', '/a', '/a/', '/a/b', '/a/b/', '/ab', '/A', '/a/bc', '/a//b'];

function pick<T>(random: Random, list: readonly T[]): T {
  const value = list[random(list.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

function some<T>(random: Random, most: number, make: () => T): readonly T[] {
  return Array.from({ length: random(most + 1) }, make);
}

function matchFrom(random: Random): NaiveMatch {
  const headers = new Map(
    some(random, 2, () => [pick(random, ['x', 'Y']), pick(random, ['1', '2'])] as const),
  );
  const query = new Map(some(random, 1, () => ['q', pick(random, ['1', '2'])] as const));
  return {
    type: random(3) === 0 ? 'Exact' : 'PathPrefix',
    path: pick(random, PATHS),
    method: random(4) === 0 ? pick(random, ['GET', 'POST']) : undefined,
    headers: random(3) === 0 ? [...headers] : [],
    query: random(4) === 0 ? [...query] : [],
  };
}

function routesFrom(random: Random): readonly NaiveRoute[] {
  let services = 0;
  return Array.from({ length: 1 + random(4) }, (_, index) => ({
    name: `r${(index * 7) % 5}-${index}`,
    namespace: pick(random, ['shop', 'team']),
    created: random(3),
    sectionName: random(4) === 0 ? pick(random, ['l0', 'l1']) : undefined,
    hostnames: [...new Set(some(random, 2, () => pick(random, PATTERNS.slice(1))))],
    rules: Array.from({ length: 1 + random(3) }, () => ({
      service: `s${services++}`,
      matches: Array.from({ length: 1 + random(2) }, () => matchFrom(random)),
    })),
  }));
}

function listenersFrom(random: Random): readonly NaiveListener[] {
  const hostnames = [...new Set(Array.from({ length: 1 + random(3) }, () => pick(random, PATTERNS)))];
  return hostnames.map((hostname, index) => ({
    name: `l${index}`,
    namespace: 'shop',
    hostname,
    from: random(3) === 0 ? 'Same' : 'All',
  }));
}

function requestFrom(random: Random): NaiveRequest {
  return {
    host: pick(random, HOSTS),
    path: pick(random, PATHS),
    method: pick(random, ['GET', 'POST']),
    headers: new Map(some(random, 2, () => [pick(random, ['x', 'y']), pick(random, ['1', '2'])])),
    query: new Map(some(random, 1, () => ['q', pick(random, ['1', '2'])])),
  };
}

const GROUP = 'gateway.networking.k8s.io/v1';

function manifestsOf(
  listeners: readonly NaiveListener[],
  routes: readonly NaiveRoute[],
): readonly JsonObject[] {
  const gateway = {
    apiVersion: GROUP,
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'shop' },
    spec: {
      gatewayClassName: 'eg',
      listeners: listeners.map(({ name, hostname, from }) => ({
        name,
        port: 80,
        protocol: 'HTTP',
        ...(hostname !== '' && { hostname }),
        allowedRoutes: { namespaces: { from } },
      })),
    },
  };
  return [gateway, ...routes.map(routeOf)];
}

function routeOf({ name, namespace, created, sectionName, hostnames, rules }: NaiveRoute): JsonObject {
  return {
    apiVersion: GROUP,
    kind: 'HTTPRoute',
    metadata: { name, namespace, creationTimestamp: `2026-01-0${created + 1}T00:00:00Z` },
    spec: {
      parentRefs: [{ name: 'edge', namespace: 'shop', ...(sectionName !== undefined && { sectionName }) }],
      hostnames,
      rules: rules.map(({ service, matches }) => ({
        matches: matches.map(({ type, path, method, headers, query }) => ({
          path: { type, value: path },
          ...(method !== undefined && { method }),
          headers: headers.map(([header, value]) => ({ name: header, value })),
          queryParams: query.map(([parameter, value]) => ({ name: parameter, value })),
        })),
        backendRefs: [{ name: service, port: 80 }],
      })),
    },
  };
}

it(`agrees with the naive router on ${SETS} generated route sets and requests`, { timeout: 300_000 }, () => {
  const random = randomFrom(SEED);
  const seen = { found: 0, unmatched: 0, untaken: 0 };
  for (let set = 0; set < SETS; set++) {
    const [listeners, routes, asked] = [listenersFrom(random), routesFrom(random), requestFrom(random)];
    const expected = naiveGateway(listeners, routes, asked);
    const graph = graphOf(manifestsOf(listeners, routes));
    const actual = goesTo(graph, requestFor(`http://${asked.host}/`, { ...asked }));
    if (actual !== expected)
      expect({ set, listeners, routes, asked, goesTo: actual }).toEqual({ goesTo: expected });
    seen[expected === '404' ? 'unmatched' : expected === '-' ? 'untaken' : 'found']++;
  }
  // Each outcome is common enough to mean something.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(SETS / 50);
});

it(`agrees with it on ${SETS} generated sets of Ingresses`, { timeout: 300_000 }, () => {
  const random = randomFrom(SEED);
  const hosts = ['', '*.example.com', '*.a.example.com', 'a.example.com', 'example.com'];
  for (let set = 0; set < SETS; set++) {
    const taken = new Set<string>();
    const ingresses = Array.from({ length: 1 + random(4) }, (_, index): NaiveIngress => {
      const host = pick(random, hosts);
      const paths = some(random, 4, () => ({
        path: pick(random, PATHS),
        pathType: pick(random, ['Exact', 'Prefix'] as const),
      }));
      return {
        host,
        // Equal ones are for age, which no specification decides.
        paths: paths.flatMap(({ path, pathType }, i) => {
          const key = `${host} ${pathType} ${pathType === 'Prefix' ? path.replace(/\/+$/, '') : path}`;
          return taken.has(key) ? [] : (taken.add(key), [{ path, pathType, service: `s${index}-${i}` }]);
        }),
      };
    }).filter(({ paths }) => paths.length > 0);
    const [host, path] = [pick(random, HOSTS), pick(random, PATHS)];
    const values = ingresses.map((one, index) =>
      ingress(
        `i${index}`,
        one.host === '' ? undefined : one.host,
        one.paths.map(({ service, ...rest }) => ({ ...rest, name: service })),
        { className: 'nginx' },
      ),
    );
    const actual = goesTo(graphOf(values), requestFor(`http://${host}/`, { path }));
    const expected = naiveIngress(ingresses, host, path);
    if (actual !== expected)
      expect({ set, ingresses, host, path, goesTo: actual }).toEqual({ goesTo: expected });
  }
});
