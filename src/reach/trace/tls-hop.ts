import { goBoolean } from '../../base/boolean.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import { bareHttps } from '../ingress/bare-https.ts';
import { NGINX_PREFIX } from '../ingress/dialect.ts';
import { ALB_PREFIX, coversHost, tlsBlocks } from '../ingress/ingress.ts';
import type { TlsBlock } from '../ingress/ingress.ts';
import { nginxFlag } from '../ingress/nginx.ts';
import { WWW_REDIRECT } from '../ingress/nginx-servers.ts';
import { programOf } from '../ingress/program.ts';
import type { ControllerId } from '../ingress/program.ts';
import { urlOf } from '../route/redirect.ts';
import type { Request } from '../route/request.ts';
import type { Decision } from '../route/table.ts';
import { withoutCertificate } from '../ingress/certificate.ts';
import { gatewayTlsHop } from './gateway-tls-hop.ts';
import type { Hop } from './hop.ts';

export interface TlsStep {
  readonly hop: Hop | undefined;
  /** What the client asks instead. */
  readonly next?: Request;
}

/** What TLS has to do with a request to an Ingress or a Gateway: the certificate of an https request, what becomes of an http one. */
export function tlsStep(graph: Graph, { entry, table }: Decision, request: Request): TlsStep {
  if (entry?.source.type !== 'networking.k8s.io/Ingress')
    return { hop: gatewayTlsHop(graph, table, request) };
  const ingress = entry.source;
  const program = programOf(graph, ingress)?.id;
  const block = tlsBlocks(ingress).find(({ hosts }) =>
    hosts.some(({ host }) => coversHost(host, request.host)),
  );
  // The server of the other name only sends clients on, with the scheme that they have.
  if (request.scheme === 'http' && entry.at === WWW_REDIRECT) return { hop: undefined };
  if (request.scheme === 'http') return plain(ingress, program, block, request);
  if (table.passthroughOf !== undefined)
    return {
      hop: {
        kind: 'tls',
        verdict: 'allowed',
        message: `TLS for ${request.host} passes through to the backend`,
        place: { resource: ingress, path: entry.at },
      },
    };
  // Load balancers of clouds get their certificates elsewhere.
  if (program === 'alb' || program === 'gce' || program === 'azure' || program === 'openshift')
    return { hop: undefined };
  if (block !== undefined) return { hop: blockHop(graph, { ingress, table, block }, request) };
  return { hop: bareHop(graph, { ingress, program, table }, request) };
}

/** Of an https request to a host that a `tls` block names. */
function blockHop(
  graph: Graph,
  {
    ingress,
    table,
    block,
  }: { readonly ingress: Resource; readonly table: Decision['table']; readonly block: TlsBlock },
  { host }: Request,
): Hop {
  const place = { resource: ingress, path: block.at };
  const lacking = withoutCertificate(graph, ingress, block);
  if (lacking !== undefined && othersWithTls(table, ingress, host) === undefined)
    return { kind: 'tls', verdict: 'blocked', message: `TLS for ${host} needs ${lacking}`, place };
  const secret =
    block.secretName === ''
      ? 'the default certificate, if the client accepts it'
      : `Secret ${block.secretName}`;
  return { kind: 'tls', verdict: 'allowed', message: `TLS for ${host} with ${secret}`, place };
}

const BARE_VERDICTS = { default: 'allowed', refused: 'blocked', untold: 'depends' } as const;

/** Of an https request to a host that no `tls` of the Ingress names: that of another of the same door may. */
function bareHop(
  graph: Graph,
  {
    ingress,
    program,
    table,
  }: {
    readonly ingress: Resource;
    readonly program: ControllerId | undefined;
    readonly table: Decision['table'];
  },
  { host }: Request,
): Hop {
  const other = othersWithTls(table, ingress, host);
  if (other !== undefined && (program === 'ingress-nginx' || program === 'contour'))
    return {
      kind: 'tls',
      verdict: 'allowed',
      message: `TLS for ${host} as ${nameOf(other)} has it`,
      place: { resource: other, path: ['spec', 'tls'] },
    };
  const does = other === undefined ? bareHttps(graph, program, ingress) : 'untold';
  const what = {
    default: 'the request gets through if the client accepts the default certificate',
    refused: 'the controller has no TLS for it',
    untold: 'whether the controller serves its default certificate is not told',
  }[does];
  return {
    kind: 'tls',
    verdict: BARE_VERDICTS[does],
    message: `No tls block of ${nameOf(ingress)} covers ${host}: ${what}`,
    place: { resource: ingress, path: ['spec', 'tls'], part: 'key' },
  };
}

function othersWithTls({ hosts }: Decision['table'], ingress: Resource, host: string): Resource | undefined {
  for (const { entries } of hosts.values())
    for (const { source } of entries)
      if (
        source !== ingress &&
        source.type === ingress.type &&
        tlsBlocks(source).some((block) => block.hosts.some((one) => coversHost(one.host, host)))
      )
        return source;
  return undefined;
}

const GCE_ALLOW_HTTP = 'kubernetes.io/ingress.allow-http';

function plain(
  ingress: Resource,
  program: ControllerId | undefined,
  block: TlsBlock | undefined,
  request: Request,
): TlsStep {
  if (program === 'gce' && goBoolean(ingress.annotations[GCE_ALLOW_HTTP]) === false)
    return {
      hop: {
        kind: 'tls',
        verdict: 'blocked',
        message: `${nameOf(ingress)} allows no http`,
        place: { resource: ingress, path: ['metadata', 'annotations', GCE_ALLOW_HTTP] },
      },
    };
  const redirect =
    program === 'ingress-nginx'
      ? nginxRedirect(ingress, block)
      : program === 'alb'
        ? albRedirect(ingress)
        : undefined;
  if (redirect === undefined) return { hop: undefined };
  const next: Request = { ...request, scheme: 'https', port: redirect.port, sni: undefined };
  return {
    hop: {
      kind: 'tls',
      verdict: 'allowed',
      message: `${redirect.who} redirects http to ${urlOf(next)} (${redirect.status}), because ${redirect.why}`,
      place: { resource: ingress, path: redirect.at },
    },
    next,
  };
}

interface HttpsRedirect {
  readonly who: string;
  readonly why: string;
  readonly status: number;
  readonly port: number;
  readonly at: Path;
}

/**
 * ingress-nginx sends every request to a host with TLS to https unless `ssl-redirect` is "false", and without TLS where
 * `force-ssl-redirect` is "true" (docs user-guide/tls.md, "Server-side HTTPS enforcement through redirect").
 */
function nginxRedirect(ingress: Resource, block: TlsBlock | undefined): HttpsRedirect | undefined {
  const own = { who: 'ingress-nginx', status: 308, port: 443 };
  if (nginxFlag(ingress, 'force-ssl-redirect') === true)
    return {
      ...own,
      why: `force-ssl-redirect of ${nameOf(ingress)} says so`,
      at: ['metadata', 'annotations', `${NGINX_PREFIX}force-ssl-redirect`],
    };
  if (block === undefined || nginxFlag(ingress, 'ssl-redirect') === false) return undefined;
  return { ...own, why: `${nameOf(ingress)} has TLS for the host`, at: block.at };
}

/** AL4: kubernetes-sigs/aws-load-balancer-controller docs/guide/ingress/annotations.md, "ssl-redirect". */
function albRedirect(ingress: Resource): HttpsRedirect | undefined {
  const key = `${ALB_PREFIX}ssl-redirect`;
  const port = Number(ingress.annotations[key]);
  if (!Number.isInteger(port) || port < 1) return undefined;
  return {
    who: 'The load balancer',
    why: `ssl-redirect of ${nameOf(ingress)} says so`,
    status: 301,
    port,
    at: ['metadata', 'annotations', key],
  };
}
