/**
 * Host names as the API server wants them: in lower case, without scheme, port, path or address; `*.` in front of a
 * whole name is the only wildcard.
 * Source: Kubernetes pkg/apis/networking/validation/validation.go validateIngressRules and validateIngressTLS;
 * apimachinery pkg/util/validation/validation.go IsDNS1123Subdomain, IsWildcardDNS1123Subdomain.
 */
export interface HostProblem {
  /** Completes "it …": `has a scheme`. */
  readonly reason: string;
  /** What can only have been meant. */
  readonly meant?: string;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const NAME = new RegExp(`^(\\*\\.)?${LABEL}(\\.${LABEL})*$`);

/** Why a host is refused; undefined if it is fine. Addresses in dotted digits are fine for TLS and refused for rules. */
export function hostProblem(host: string, addresses: 'refused' | 'fine'): HostProblem | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host))
    return addresses === 'refused' ? { reason: 'is an address, no DNS name' } : undefined;
  if (host.length <= 253 && NAME.test(host)) return undefined;
  const bare = host.replace(/^[a-z]+:\/\//i, '').replace(/[/?#].*$/, '');
  const meant = bare.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
  const reason = reasonOf(host, bare);
  return meant !== host && hostProblem(meant, 'refused') === undefined ? { reason, meant } : { reason };
}

function reasonOf(host: string, bare: string): string {
  if (/^[a-z]+:\/\//i.test(host)) return 'has a scheme';
  if (host === '*') return 'is a bare *; leave the host out to serve every host';
  if (host.includes('*') && !/^\*\.[^*]+$/.test(host)) return 'has a * that is not its whole first label';
  if (/^[^:]+:\d+$/.test(bare)) return 'has a port';
  if (bare !== host) return 'has a path';
  if (host.length > 253) return 'is longer than 253 characters';
  if (/[A-Z]/.test(host)) return 'has upper-case letters';
  if (host.includes(':')) return 'is no DNS name';
  if (host.endsWith('.')) return 'ends with a dot';
  if (/\s/.test(host)) return 'has a space';
  if (host.includes('_')) return 'has an underscore';
  return 'is no DNS name';
}
