/**
 * A second router, written from the words of the specifications and nothing else: it tries every rule of every route,
 * keeps those that match, and sorts them by the criteria in the order in which they are written down. No tables.
 */
export interface NaiveRoute {
  readonly name: string;
  readonly namespace: string;
  readonly created: number;
  readonly sectionName: string | undefined;
  readonly hostnames: readonly string[];
  readonly rules: readonly NaiveRule[];
}

export interface NaiveRule {
  readonly service: string;
  readonly matches: readonly NaiveMatch[];
}

export interface NaiveMatch {
  readonly type: 'Exact' | 'PathPrefix';
  readonly path: string;
  readonly method: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly query: readonly (readonly [string, string])[];
}

export interface NaiveListener {
  readonly name: string;
  readonly namespace: string;
  readonly hostname: string;
  readonly from: 'Same' | 'All';
}

export interface NaiveRequest {
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
}

/** Elements of a path; a trailing slash makes none. */
function elements(path: string): readonly string[] {
  const parts = path.split('/').slice(1);
  return parts.at(-1) === '' ? parts.slice(0, -1) : parts;
}

function covers(pattern: string, host: string): boolean {
  if (pattern === '') return true;
  const [wanted, asked] = [pattern.split('.'), host.split('.')];
  if (wanted[0] !== '*') return pattern === host;
  const tail = wanted.slice(1);
  return (
    asked.length > tail.length && tail.every((label, i) => asked[asked.length - tail.length + i] === label)
  );
}

function pathHolds({ type, path }: NaiveMatch, asked: string): boolean {
  if (type === 'Exact') return path === asked;
  const [prefix, all] = [elements(path), elements(asked)];
  return prefix.every((element, i) => all[i] === element);
}

function holds(match: NaiveMatch, request: NaiveRequest): boolean {
  return (
    pathHolds(match, request.path) &&
    (match.method === undefined || match.method === request.method) &&
    match.headers.every(([name, value]) => request.headers.get(name.toLowerCase()) === value) &&
    match.query.every(([name, value]) => request.query.get(name) === value)
  );
}

/** The Service that gets a request; `404` if no rule matches; `-` if no listener takes it. */
export function naiveGateway(
  listeners: readonly NaiveListener[],
  routes: readonly NaiveRoute[],
  request: NaiveRequest,
): string {
  const taking = listeners.filter(({ hostname }) => covers(hostname, request.host));
  const exact = taking.find(({ hostname }) => hostname === request.host);
  const wildcards = taking.filter(({ hostname }) => hostname.startsWith('*'));
  const longest = wildcards.reduce<NaiveListener | undefined>(
    (best, one) => (best === undefined || one.hostname.length > best.hostname.length ? one : best),
    undefined,
  );
  const listener = exact ?? longest ?? taking[0];
  if (listener === undefined) return '-';
  const candidates = routes.flatMap((route) => {
    if (route.sectionName !== undefined && route.sectionName !== listener.name) return [];
    if (listener.from === 'Same' && route.namespace !== listener.namespace) return [];
    const hosts = route.hostnames.length === 0 ? [''] : route.hostnames;
    return hosts
      .filter((host) => covers(host, request.host))
      .flatMap((host) =>
        route.rules.flatMap((rule, r) =>
          rule.matches
            .filter((match) => holds(match, request))
            .map((match) => ({ route, host, rule, r, match })),
        ),
      );
  });
  candidates.sort((a, b) => {
    const exactHost = (host: string): number => (host.startsWith('*') ? 0 : host.length);
    return (
      exactHost(b.host) - exactHost(a.host) ||
      b.host.length - a.host.length ||
      Number(b.match.type === 'Exact') - Number(a.match.type === 'Exact') ||
      (a.match.type === 'PathPrefix'
        ? elements(b.match.path).join('/').length - elements(a.match.path).join('/').length
        : 0) ||
      Number(b.match.method !== undefined) - Number(a.match.method !== undefined) ||
      b.match.headers.length - a.match.headers.length ||
      b.match.query.length - a.match.query.length ||
      a.route.created - b.route.created ||
      (`${a.route.namespace}/${a.route.name}` < `${b.route.namespace}/${b.route.name}`
        ? -1
        : a.route === b.route
          ? 0
          : 1) ||
      a.r - b.r
    );
  });
  return candidates[0]?.rule.service ?? '404';
}

export interface NaiveIngress {
  readonly host: string;
  readonly paths: readonly {
    readonly path: string;
    readonly pathType: 'Exact' | 'Prefix';
    readonly service: string;
  }[];
}

function coversOneLabel(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === '' || pattern === host;
  return covers(pattern, host) && host.split('.').length === pattern.split('.').length;
}

/** Which Service ingress-nginx sends a request to: the rules of the most specific host alone, the longest path, then Exact. */
export function naiveIngress(ingresses: readonly NaiveIngress[], host: string, path: string): string {
  const serving = ingresses.filter((one) => coversOneLabel(one.host, host));
  const specific = Math.max(...serving.map((one) => (one.host === host ? 2 : one.host === '' ? 0 : 1)));
  const rules = serving
    .filter((one) => (one.host === host ? 2 : one.host === '' ? 0 : 1) === specific)
    .flatMap((one) => one.paths)
    .filter((one) =>
      one.pathType === 'Exact'
        ? one.path === path
        : elements(one.path).every((element, i) => elements(path)[i] === element),
    );
  if (serving.length === 0) return '-';
  rules.sort(
    (a, b) =>
      elements(b.path).join('/').length - elements(a.path).join('/').length ||
      Number(b.pathType === 'Exact') - Number(a.pathType === 'Exact'),
  );
  return rules[0]?.service ?? '404';
}
