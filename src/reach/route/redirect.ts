import { withoutEndSlashes } from '../../base/slashes.ts';
import { defaultPort } from '../../reference/urls.ts';
import type { PathMatch } from './path-match.ts';
import type { Request } from './request.ts';

/** Where a rule sends clients instead of answering; what is undefined stays as the request has it. */
export interface Redirect {
  readonly scheme: Request['scheme'] | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** The whole path, or the part that the rule matched by prefix. */
  readonly path: { readonly replaces: 'all' | 'prefix'; readonly by: string } | undefined;
  readonly status: number;
  /** As written, where only the controller can read it: variables of nginx. */
  readonly text?: string;
}

/** `https://shop.example.com/new (301)`; `…` stands for what stays. */
export function describeRedirect({ scheme, host, port, path, status, text }: Redirect): string {
  if (text !== undefined) return `${text} (${status})`;
  return `${scheme ?? '…'}://${host ?? '…'}${port === undefined ? '' : `:${port}`}${path?.by ?? '/…'} (${status})`;
}

/** The URL of a request. */
export function urlOf({ scheme, host, port, path }: Request): string {
  return `${scheme}://${host}${port === defaultPort(scheme) ? '' : `:${port}`}${path}`;
}

/** What a client asks next; undefined where the manifests do not tell. */
export function redirected(
  request: Request,
  { scheme, host, port, path, status, text }: Redirect,
  match: PathMatch,
): Request | undefined {
  if (text !== undefined) return undefined;
  const next = scheme ?? request.scheme;
  return {
    ...request,
    scheme: next,
    host: host ?? request.host,
    // httproute_types.go HTTPRequestRedirectFilter.Port: that of the scheme if one is written, else of the listener.
    port: port ?? (scheme === undefined ? request.port : (defaultPort(next) ?? request.port)),
    sni: undefined,
    path: path === undefined ? request.path : replaced(request.path, path, match),
    method:
      status === 303 || (request.method === 'POST' && (status === 301 || status === 302))
        ? 'GET'
        : request.method,
  };
}

/** httproute_types.go HTTPPathModifier.ReplacePrefixMatch: a slash at the end of either counts for nothing. */
function replaced(path: string, { replaces, by }: NonNullable<Redirect['path']>, match: PathMatch): string {
  if (replaces === 'all') return by;
  const rest = path.slice(withoutEndSlashes(match.value).length);
  const whole = withoutEndSlashes(by) + rest;
  return whole === '' ? '/' : whole;
}
