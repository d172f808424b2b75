import type { Match } from '../../resource/selector.ts';
import type { Resource } from '../../resource/resource.ts';
import { pcre } from '../../regex/pcre.ts';
import type { Request } from '../route/request.ts';
import { nginxAnnotation } from './nginx.ts';

/** What a canary gets (NG10): header, then cookie, then weight, which is 0 of 100 unless written. */
export interface CanaryShare {
  readonly weight: number;
  readonly total: number;
  /** A header or cookie that sends a request to the canary whatever the weight is. */
  readonly only: string | undefined;
  /** Whether the request is sent to the canary by one of them, or kept from it; undefined: the weight decides. */
  readonly takes: (request: Request) => Match | undefined;
}

/**
 * Source: kubernetes/ingress-nginx rootfs/etc/nginx/lua/balancer.lua route_to_alternative_balancer: a header that has neither
 * the value nor matches the pattern leaves it to the cookie, and that to the weight; a total below 100 counts as 100.
 */
export function canaryShare(ingress: Resource): CanaryShare {
  const total = Math.max(100, numberIn(ingress, 'canary-weight-total') ?? 100);
  const header = nginxAnnotation(ingress, 'canary-by-header');
  const cookie = nginxAnnotation(ingress, 'canary-by-cookie');
  return {
    weight: Math.min(numberIn(ingress, 'canary-weight') ?? 0, total),
    total,
    only: header !== undefined ? `header ${header}` : cookie !== undefined ? `cookie ${cookie}` : undefined,
    takes: (request) => byHeader(ingress, header, request) ?? byCookie(cookie, request),
  };
}

function byHeader(ingress: Resource, name: string | undefined, { headers }: Request): Match | undefined {
  const found = name === undefined ? undefined : headers.get(name.toLowerCase());
  if (found === undefined) return undefined;
  const value = nginxAnnotation(ingress, 'canary-by-header-value') ?? '';
  if (value !== '') return value === found ? 'yes' : undefined;
  const pattern = nginxAnnotation(ingress, 'canary-by-header-pattern') ?? '';
  if (pattern === '') return always(found);
  const reading = pcre(pattern);
  const matches = 'pcre' in reading ? reading.pcre.test(found) : undefined;
  return matches === undefined ? 'maybe' : matches ? 'yes' : undefined;
}

function byCookie(name: string | undefined, { headers }: Request): Match | undefined {
  if (name === undefined) return undefined;
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim().toLowerCase() === name.toLowerCase())
      return always(pair.slice(at + 1).trim());
  }
  return undefined;
}

function always(value: string): Match | undefined {
  return value === 'always' ? 'yes' : value === 'never' ? 'no' : undefined;
}

function numberIn(ingress: Resource, name: string): number | undefined {
  const text = nginxAnnotation(ingress, name);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
