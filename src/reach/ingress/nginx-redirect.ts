import { goBoolean } from '../../base/boolean.ts';
import type { Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Redirect } from '../route/redirect.ts';
import { NGINX_PREFIX } from './dialect.ts';
import { nginxAnnotation } from './nginx.ts';

interface RedirectKind {
  readonly name: string;
  /** The status without `<name>-code`, or with one that is out of range. */
  readonly standard: number;
  /** The range begins with 300. */
  readonly last: number;
  /** Whether the controller asks for a URL of http or https. */
  readonly checked: boolean;
}

/** As they are tried. */
const KINDS: readonly RedirectKind[] = [
  { name: 'temporal-redirect', standard: 302, last: 307, checked: true },
  { name: 'permanent-redirect', standard: 301, last: 308, checked: false },
];

const FLAGS = ['from-to-www-redirect', 'relative-redirects'];

/**
 * Where an Ingress sends all of its requests; undefined where no annotation says so, or one of this group cannot be read,
 * for then the controller drops the whole group. Source: kubernetes/ingress-nginx
 * internal/ingress/annotations/redirect/redirect.go Parse, isValidURL; annotations.go Extract.
 */
export function redirectAnnotation(
  ingress: Resource,
): { readonly redirect: Redirect; readonly at: Path } | undefined {
  const flags = FLAGS.map((name) => nginxAnnotation(ingress, name)).filter((text) => text !== undefined);
  if (flags.some((text) => goBoolean(text) === undefined)) return undefined;
  for (const { name, standard, last, checked } of KINDS) {
    const text = nginxAnnotation(ingress, name)?.trim();
    if (text === undefined) continue;
    const code = codeOf(nginxAnnotation(ingress, `${name}-code`));
    if (text === '' || code === 'unreadable' || (checked && !/^http[a-z0-9+.-]*:/i.test(text)))
      return undefined;
    const status = code === undefined || code < 300 || code > last ? standard : code;
    return { redirect: readRedirect(text, status), at: ['metadata', 'annotations', NGINX_PREFIX + name] };
  }
  return undefined;
}

/** Go's strconv.Atoi. */
function codeOf(text: string | undefined): number | 'unreadable' | undefined {
  if (text === undefined) return undefined;
  return /^[+-]?\d{1,18}$/.test(text) ? Number(text) : 'unreadable';
}

function readRedirect(text: string, status: number): Redirect {
  // The one variable that nearly everybody writes: path and query as they are.
  const kept = text.endsWith('$request_uri');
  const plain = kept ? text.slice(0, -'$request_uri'.length) : text;
  const url = plain.includes('$') || !URL.canParse(plain) ? undefined : new URL(plain);
  const scheme = url?.protocol.slice(0, -1);
  if (url === undefined || (scheme !== 'http' && scheme !== 'https'))
    return { scheme: undefined, host: undefined, port: undefined, path: undefined, status, text };
  return {
    scheme,
    host: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    path: kept ? undefined : { replaces: 'all', by: url.pathname },
    status,
  };
}

/**
 * Whether hosts of an Ingress are given the name with or without `www.`, too: by the same group of annotations, which is
 * dropped as a whole.
 */
export function redirectsWww(ingress: Resource): boolean {
  if (goBoolean(nginxAnnotation(ingress, 'from-to-www-redirect')) !== true) return false;
  const relative = nginxAnnotation(ingress, 'relative-redirects');
  if (relative !== undefined && goBoolean(relative) === undefined) return false;
  const others = KINDS.some(({ name }) => nginxAnnotation(ingress, name) !== undefined);
  return !others || redirectAnnotation(ingress) !== undefined;
}

/**
 * Where clients of the path `/` are sent, before everything else that their location does; an address with a scheme, and what
 * does not begin with a slash, is left out. Source: kubernetes/ingress-nginx internal/ingress/annotations/rewrite/main.go
 * Parse, rootfs/etc/nginx/template/nginx.tmpl (`if ($uri = /)`).
 */
export function appRootOf(ingress: Resource): { readonly redirect: Redirect; readonly at: Path } | undefined {
  const written = nginxAnnotation(ingress, 'app-root')?.trim() ?? '';
  if (!written.startsWith('/')) return undefined;
  const [path = '/'] = written.split(/[?#]/, 1);
  // Beside these characters the controller may refuse it, or nginx read a variable.
  const plain = /^\/[\w.~/-]*$/.test(written);
  return {
    at: ['metadata', 'annotations', `${NGINX_PREFIX}app-root`],
    redirect: {
      scheme: undefined,
      host: undefined,
      port: undefined,
      path: { replaces: 'all', by: path },
      status: 302,
      ...(plain ? {} : { text: written }),
    },
  };
}
