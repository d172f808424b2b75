import { defaultPort } from '../reference/urls.ts';
import type { Request } from '../reach/route/request.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './usage.ts';

export function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

/** The request that a URL and the options say. Throws a UsageError for what is no http or https URL, and a bad header. */
export function readRequest(text: string, args: Arguments): Request {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url?.protocol.slice(0, -1);
  if (url === undefined || url.hostname === '' || (scheme !== 'http' && scheme !== 'https'))
    throw new UsageError(`'${text}' is no http or https URL`, ['Such as https://shop.example.com/cart.']);
  return {
    scheme,
    host: url.hostname,
    port: url.port === '' ? (defaultPort(scheme) ?? 80) : Number(url.port),
    sni: args.values.get('sni')?.toLowerCase(),
    path: decoded(url.pathname),
    method: (args.values.get('method') ?? 'GET').toUpperCase(),
    headers: new Map((args.lists.get('header') ?? []).map(readHeader)),
    query: new Map(url.searchParams),
  };
}

function readHeader(text: string): readonly [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(`'${text}' is no header`, ["Write it as 'name: value'."]);
  return [name.toLowerCase(), value];
}

/** Controllers compare what `%41` means. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
