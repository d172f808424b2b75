import type { Path } from '../../base/json.ts';
import { withoutEndSlashes } from '../../base/slashes.ts';
import type { Resource } from '../../resource/resource.ts';
import type { PathMatch } from '../route/path-match.ts';
import type { IngressPath } from './ingress.ts';
import type { ControllerId } from './program.ts';

export const NGINX_PREFIX = 'nginx.ingress.kubernetes.io/';

/** A path of an Ingress as its controller compares it. */
export interface Compared {
  readonly ingress: Resource;
  readonly at: Path;
  readonly path: IngressPath;
  readonly match: PathMatch;
}

/** How a controller reads paths, and in which order it tries them. */
export interface Dialect {
  /** `regexHost`: some Ingress of the host turns all of its paths into regular expressions (NG8). */
  readonly match: (path: IngressPath, regexHost: boolean) => PathMatch;
  readonly order: (a: Compared, b: Compared) => number;
  /** Whether a host without a match falls back to wildcards and rules without a host. */
  readonly falls: 'yes' | 'no' | 'maybe';
  /** Whether the first of two equal paths of one Ingress gets the requests. */
  readonly firstWins: boolean;
}

/** What the API says; the rest is the controller's own (IN2 to IN5). */
const SPECIFICATION: Dialect = {
  match: ({ pathType, path }) => ({ kind: kindOf(pathType, 'own'), value: path }),
  order: byLength,
  falls: 'maybe',
  firstWins: false,
};

/**
 * ingress-nginx makes nginx locations: an exact one before the longest prefix; with regular expressions the longest
 * path first. Source: kubernetes/ingress-nginx internal/ingress/controller/location.go updateServerLocations,
 * controller.go getBackendServers (order of locations), template/template.go buildLocation.
 */
const NGINX: Dialect = {
  match: ({ pathType, path }, regexHost) =>
    regexHost
      ? { kind: 'insensitive', value: path }
      : { kind: kindOf(pathType, 'characters'), value: path === '' ? '/' : path },
  order: (a, b) =>
    a.match.kind === 'insensitive'
      ? b.path.path.length - a.path.path.length || compare(b.path.path, a.path.path)
      : Number(b.match.kind === 'exact') - Number(a.match.kind === 'exact') ||
        locationLength(b.match) - locationLength(a.match),
  falls: 'no',
  firstWins: true,
};

/**
 * The AWS Load Balancer Controller makes listener rules: of each rule the exact paths, then prefixes by length, then the
 * others as written; the first that matches counts. Source: kubernetes-sigs/aws-load-balancer-controller
 * pkg/ingress/model_build_listener_rules.go sortIngressPaths, buildPathPatterns.
 */
const ALB: Dialect = {
  match: ({ pathType, path }) => ({ kind: kindOf(pathType, 'glob'), value: path === '' ? '/*' : path }),
  order: (a, b) =>
    a.ingress === b.ingress && a.at[2] === b.at[2]
      ? albRank(a) - albRank(b) || (a.match.kind === 'prefix' ? b.path.path.length - a.path.path.length : 0)
      : 0,
  falls: 'yes',
  firstWins: true,
};

/**
 * Traefik compares prefixes by characters unless strictPrefixMatching is set, and tries the longest rule first. Source:
 * doc.traefik.io "Kubernetes Ingress provider", strictPrefixMatching, default false.
 */
const TRAEFIK: Dialect = {
  match: ({ pathType, path }) => ({ kind: kindOf(pathType, 'own', 'own'), value: path }),
  order: byLength,
  falls: 'yes',
  firstWins: false,
};

/** GKE: a path of its own is exact unless it ends with `/*`. Source: GKE docs "Ingress configuration", URL paths. */
const GCE: Dialect = {
  match: ({ pathType, path }) => ({ kind: kindOf(pathType, 'glob'), value: path === '' ? '/*' : path }),
  order: byLength,
  falls: 'no',
  firstWins: false,
};

const DIALECTS: Readonly<Partial<Record<ControllerId, Dialect>>> = {
  'ingress-nginx': NGINX,
  alb: ALB,
  traefik: TRAEFIK,
  gce: GCE,
};

export function dialectOf(controller: ControllerId | undefined): Dialect {
  return (controller === undefined ? undefined : DIALECTS[controller]) ?? SPECIFICATION;
}

function kindOf(
  pathType: string | undefined,
  own: PathMatch['kind'],
  prefix: PathMatch['kind'] = 'prefix',
): PathMatch['kind'] {
  if (pathType === 'Exact') return 'exact';
  return pathType === 'Prefix' ? prefix : own;
}

/** IN4: the longest path, then Exact over Prefix. */
function byLength(a: Compared, b: Compared): number {
  return (
    lengthOf(b.match.value) - lengthOf(a.match.value) ||
    Number(b.match.kind === 'exact') - Number(a.match.kind === 'exact')
  );
}

function lengthOf(path: string): number {
  return withoutEndSlashes(path).length;
}

function locationLength({ kind, value }: PathMatch): number {
  return kind === 'prefix' && !value.endsWith('/') ? value.length + 1 : value.length;
}

function albRank({ match }: Compared): number {
  return match.kind === 'exact' ? 0 : match.kind === 'prefix' ? 1 : 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
