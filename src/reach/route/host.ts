/**
 * How far a wildcard reaches: one label for an Ingress (IN2: kubernetes/website "Ingress", hostname wildcards), one or
 * more for a listener or a route (GA5: gateway-api apis/v1/shared_types.go Hostname, "suffix match").
 */
export type WildcardReach = 'label' | 'suffix';

/** Whether a host pattern covers a host. An empty pattern covers all. */
export function hostMatches(pattern: string, host: string, reach: WildcardReach): boolean {
  if (pattern === '' || pattern === host) return true;
  if (!pattern.startsWith('*.')) return false;
  const suffix = pattern.slice(1);
  if (!host.endsWith(suffix) || host.length === suffix.length) return false;
  return reach === 'suffix' || !host.slice(0, -suffix.length).includes('.');
}

/** The patterns that may cover a host, the most specific first; a lookup of each in a table finds what a search would. */
export function patternsFor(host: string, reach: WildcardReach): readonly string[] {
  const patterns = [host];
  let dot = host.indexOf('.');
  while (dot >= 0) {
    patterns.push(`*${host.slice(dot)}`);
    if (reach === 'label') break;
    dot = host.indexOf('.', dot + 1);
  }
  return [...patterns, ''];
}

/**
 * What is left of two patterns of which a wildcard is a suffix match: the more specific, or undefined if no host is of
 * both (GA5: httproute_types.go Hostnames).
 */
export function intersectHosts(a: string, b: string): string | undefined {
  if (a === '' || a === b) return b;
  if (b === '') return a;
  if (hostMatches(a, b, 'suffix')) return b;
  return hostMatches(b, a, 'suffix') ? a : undefined;
}

/** Orders patterns as controllers prefer them: exact names, then the longest wildcard, then all hosts. */
export function bySpecificity(a: string, b: string): number {
  return rankOf(b) - rankOf(a) || (a < b ? -1 : a > b ? 1 : 0);
}

function rankOf(pattern: string): number {
  if (pattern === '') return -1;
  return pattern.startsWith('*.') ? pattern.length : pattern.length + LONGER_THAN_ANY_HOST;
}

const LONGER_THAN_ANY_HOST = 1000;
