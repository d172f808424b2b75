/**
 * Names, keys and values as the API server takes them. Source: apimachinery pkg/util/validation/validation.go IsDNS1123Label,
 * IsDNS1123Subdomain, IsQualifiedName, IsValidLabelValue; pkg/api/validation/path/name.go IsValidPathSegmentName. Each tells
 * what is wrong, to complete "it …"; undefined if nothing is.
 */
export function dnsLabelProblem(text: string): string | undefined {
  if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) return undefined;
  if (text.length > 63) return 'is longer than 63 characters';
  if (/^[a-z0-9.-]*$/.test(text) && text.includes('.')) return 'has a dot, and must be one DNS label';
  return charactersOf(text, 'a-z, 0-9 and inner hyphens');
}

export function dnsSubdomainProblem(text: string): string | undefined {
  if (text.length > 253) return 'is longer than 253 characters';
  return SUBDOMAIN.test(text)
    ? undefined
    : charactersOf(text, 'a-z, 0-9, inner hyphens and dots between them');
}

/** Each label ends where the next dot is, so that going back never helps. */
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:[.][a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** Of RBAC: anything that fits between two slashes of a URL. */
export function pathSegmentProblem(text: string): string | undefined {
  if (text === '.' || text === '..') return 'may not be "." or ".."';
  return /[/%]/.test(text) ? 'may not have "/" or "%"' : undefined;
}

/** `app.kubernetes.io/name`, `app`. */
export function qualifiedNameProblem(text: string): string | undefined {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (name.includes('/')) return 'has more than one slash';
  if (slash === 0) return 'has nothing before its slash';
  const prefix = slash < 0 ? undefined : dnsSubdomainProblem(text.slice(0, slash));
  if (prefix !== undefined) return `has a prefix that ${prefix}`;
  if (name === '') return 'has no name';
  if (name.length > 63) return 'is longer than 63 characters';
  return WORD.test(name) ? undefined : 'takes only A-Z, a-z, 0-9, and inside "-", "_" and "."';
}

export function labelValueProblem(text: string): string | undefined {
  if (text.length > 63) return 'is longer than 63 characters';
  return text === '' || WORD.test(text) ? undefined : 'takes only A-Z, a-z, 0-9, and inside "-", "_" and "."';
}

const WORD = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

function charactersOf(text: string, allowed: string): string {
  if (/[A-Z]/.test(text) && /^[A-Za-z0-9.-]*$/.test(text)) return 'has upper-case letters';
  return text.includes('_') ? `has "_", and takes only ${allowed}` : `takes only ${allowed}`;
}
