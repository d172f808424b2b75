import type { Address } from './address.ts';
import { mayHoldMembers, membersIn } from './members.ts';

/**
 * Addresses of Services inside free text. Strict on purpose: a text is no manifest, and a word that looks like a host
 * name rarely is one. Names: kubernetes/dns docs/specification.md; search path: kubernetes/website "DNS for Services and
 * Pods" (a pod in namespace `ns` also asks for `<name>.<ns>.svc.<zone>`, `<name>.svc.<zone>` and `<name>.<zone>`).
 */
/** What a host name says of a Service. */
export type HostName =
  /** `api`: a Service of the own namespace. */
  | { readonly form: 'short'; readonly service: string }
  /** `api.shop`: a Service of a namespace, or a host of the internet. */
  | { readonly form: 'namespace'; readonly service: string; readonly namespace: string }
  /** `db-0.db.shop`: a pod of a Service of a namespace, or a host of the internet. */
  | { readonly form: 'pod'; readonly pod: string; readonly service: string; readonly namespace: string }
  /** `api.shop.svc`, with a zone such as `cluster.local` or without; `pod` is a host name before it. */
  | {
      readonly form: 'svc';
      readonly service: string;
      readonly namespace: string;
      readonly zone: string | undefined;
      readonly pod: string | undefined;
    }
  /** `api.shop.cluster.local`: looks like a Service, and never resolves. */
  | { readonly form: 'without-svc'; readonly service: string; readonly namespace: string };

/** The zone of a cluster unless its administrator chose another. */
export const DEFAULT_ZONE = 'cluster.local';

const LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const HOST = `${LABEL}(?:\\.${LABEL})*`;

/**
 * A scheme with `//` and perhaps a user, then the host; or a bare host that has a port or is a name below `svc`. Before it
 * and after it there is nothing that could be a part of the name: no placeholder, no dot, no dash.
 */
const CANDIDATE = new RegExp(
  `(?:(?<![a-z0-9+.-])(?<scheme>[a-z][a-z0-9+.-]*)://(?:[^\\s/@"'<>]*@)?` +
    '|(?<![\\w.$(){}%<>*~/@\\[\\]:\\\\=-])|(?<=(?<![\\w/:?&])[\\w.-]*\\w=))' +
    `(?<host>${HOST})\\.?` +
    '(?:(?<port>:\\d{1,5})(?![\\w:$({<%-]|\\.\\w)|(?<later>:)(?=[$({<%\\[])|(?![\\w:$({<%@-]|\\.[\\w.$({<%]))',
  'dg',
);

/** What every address has: the colon of a scheme or port, or the tail of a full name. Most texts have neither. */
const TELLING = /:|\.svc\b|\.cluster\.local/;

/** Every address in a text; comments (from `#` to the end of the line, where a word begins with it) are left out. */
export function addressesIn(text: string): readonly Address[] {
  const telling = TELLING.test(text);
  if (!telling && !mayHoldMembers(text)) return [];
  const said = withoutComments(text);
  const found = telling ? candidatesIn(said) : [];
  const taken = new Set(found.map(({ start }) => start));
  const members = membersIn(said).filter(({ start }) => !taken.has(start));
  return members.length === 0 ? found : [...found, ...members].sort((a, b) => a.start - b.start);
}

function candidatesIn(text: string): Address[] {
  const found: Address[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const { scheme, host, port, later } = match.groups ?? {};
    const span = match.indices?.groups?.host;
    const portSpan = match.indices?.groups?.port;
    if (host === undefined || span === undefined) continue;
    if (scheme === undefined && port === undefined && !/\.svc(?:\.|$)|\.cluster\.local$/.test(host)) continue;
    const number = Number(port?.slice(1));
    const readable = portSpan !== undefined && number >= 1 && number <= 65_535;
    found.push({
      start: span[0],
      end: span[1],
      host,
      scheme,
      port: readable
        ? { value: number, start: portSpan[0] + 1, end: portSpan[1] }
        : port === undefined && later === undefined
          ? undefined
          : 'unknown',
    });
  }
  return found;
}

/** Comments blanked out, so that offsets stay. */
function withoutComments(text: string): string {
  return text.replace(/(?<=^|\s)(?:#|\/\/).*$/gm, (comment) => ' '.repeat(comment.length));
}

/** Undefined for what is no name of a Service: an address, `localhost`, a host of the internet. */
export function readHost(host: string): HostName | undefined {
  const labels = host.split('.');
  const [first = '', second = '', third = ''] = labels;
  if (labels.every((label) => /^\d+$/.test(label)) || labels.some((label) => label.length > 63))
    return undefined;
  if (labels.length === 1) return host === 'localhost' ? undefined : { form: 'short', service: host };
  const svc = labels.indexOf('svc', 2);
  if (svc === 2 || svc === 3) {
    const zone = labels.slice(svc + 1).join('.');
    return {
      form: 'svc',
      service: labels[svc - 2] ?? '',
      namespace: labels[svc - 1] ?? '',
      zone: zone === '' ? undefined : zone,
      pod: svc === 3 ? first : undefined,
    };
  }
  if (svc > 0) return undefined;
  if (labels.length === 2) return { form: 'namespace', service: first, namespace: second };
  if (labels.length === 3) return { form: 'pod', pod: first, service: second, namespace: third };
  return labels.length === 4 &&
    labels.slice(2).join('.') === DEFAULT_ZONE &&
    !['pod', 'svc', 'node'].includes(second)
    ? { form: 'without-svc', service: first, namespace: second }
    : undefined;
}

/** Ports that a client of a scheme dials where none is written. */
const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
]);

export function defaultPort(scheme: string): number | undefined {
  return DEFAULT_PORTS.get(scheme);
}
