import { isProtocol } from '../base/ports.ts';
import type { Protocol } from '../base/ports.ts';
import type { NamedEnd } from '../reach/map/named-end.ts';
import { declaredPorts, servicePorts } from '../reach/service/service.ts';
import { askedPod } from '../reach/trace/pod-hop.ts';
import type { AskedPod } from '../reach/trace/pod-hop.ts';
import type { Source, Target } from '../reach/trace/trace.ts';
import { internet } from '../reach/trace/trace.ts';
import type { Graph } from '../reference/graph.ts';
import { podsNamed } from '../reference/named-pods.ts';
import { nameOf } from '../resource/resource.ts';
import { endNamed } from './end-option.ts';
import { UsageError } from './usage.ts';

/** `shop/service/api:http`, `10.0.0.1:443/tcp`, `[::1]:443`: a name, and perhaps a port. */
export interface NamedPort {
  readonly name: string;
  readonly port: string | undefined;
  readonly protocol: Protocol;
}

/** Throws a UsageError for a protocol that is none. */
export function readNamedPort(text: string): NamedPort {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  const colons = text.split(':').length - 1;
  // An IPv6 address without brackets has no port.
  const [, name = text, rest] = bracketed ?? (colons === 1 ? (/^([^:]*):(.*)$/.exec(text) ?? []) : []);
  if (rest === undefined) return { name, port: undefined, protocol: 'TCP' };
  const [port = '', word = 'tcp'] = rest.split('/');
  const protocol = word.toUpperCase();
  if (!isProtocol(protocol)) throw new UsageError(`'${word}' is no protocol`, ['It is tcp, udp or sctp.']);
  return { name, port, protocol };
}

/** Who asks. Throws a UsageError for a name that means nobody. */
export function sourceOf(graph: Graph, text: string, home: string | undefined): Source {
  const { name } = readNamedPort(text);
  const end = endNamed(graph, name, 'workload', home);
  if (end.is === 'workload') return { workload: end.workload };
  if (end.is === 'service')
    throw new UsageError(`${nameOf(end.service)} sends no requests`, ['Name the workload that does.']);
  return { outside: outsideOf(graph, end) };
}

/**
 * Who is asked, on which port. `near` is the namespace in which names of pods are looked up. Throws a UsageError for a name that means
 * nobody, and without a port that is the only one.
 */
export function targetOf(
  graph: Graph,
  text: string,
  home: string | undefined,
  near: string | undefined,
): Target {
  const { name, port, protocol } = readNamedPort(text);
  const asked = askedPod(graph, name.toLowerCase(), near ?? home ?? 'default');
  if (asked !== undefined) return { asked, port: portOfPod(graph, asked, text, port) };
  const end = endNamed(graph, name, 'service', home, isHost(text) ? [`Did you mean 'http://${text}'?`] : []);
  if (end.is === 'service') {
    const numbers = servicePorts(end.service).flatMap((one) => one.port ?? []);
    const wanted = port === undefined ? onlyPort(text, numbers) : /^\d+$/.test(port) ? Number(port) : port;
    return { service: end.service, port: wanted };
  }
  if (end.is === 'workload') {
    const declared = end.workload.pods.flatMap(declaredPorts);
    const named = declared.find((one) => one.name === port && port !== '')?.port;
    const numbers = declared.flatMap((one) => (one.protocol === protocol ? (one.port ?? []) : []));
    const number = named ?? (port === undefined ? onlyPort(text, numbers) : portNumber(port));
    return { workload: end.workload, port: number, protocol };
  }
  const number = port === undefined ? HTTPS : portNumber(port);
  return { outside: outsideOf(graph, end), port: number, protocol };
}

function portOfPod(graph: Graph, asked: AskedPod, text: string, port: string | undefined): number | string {
  if (port !== undefined) return /^\d+$/.test(port) ? portNumber(port) : port;
  const pods = podsNamed(graph, asked.namespace, asked.hostname).map((one) => one.pod);
  return onlyPort(
    text,
    pods.flatMap(declaredPorts).flatMap((one) => one.port ?? []),
  );
}

/** A URL whose scheme was left out: `shop.example.com/cart`, `shop.example.com:8080`. */
function isHost(text: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/|$)/.test(text);
}

/** What is asked of the internet, if nothing else is said. */
const HTTPS = 443;

function outsideOf(
  graph: Graph,
  end: Exclude<NamedEnd, { is: 'workload' | 'service' }>,
): Extract<Source, { outside: unknown }>['outside'] {
  if (end.is === 'internet') return internet(graph);
  if (end.is === 'block')
    throw new UsageError(`'${end.text}' is a block of addresses`, ['Name one of them.']);
  return [{ end: { address: end.address }, name: end.text, shown: true }];
}

function onlyPort(text: string, ports: readonly number[]): number {
  const [only, another] = [...new Set(ports)];
  if (only !== undefined && another === undefined) return only;
  const listed = [...new Set(ports)].map((port) => `'${text}:${port}'`);
  throw new UsageError(
    `'${text}' names no port`,
    listed.length === 0 ? [`Add one: '${text}:<port>'.`] : [`Say which: ${listed.join(' or ')}.`],
  );
}

function portNumber(text: string): number {
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number >= 1 && number <= 65_535) return number;
  throw new UsageError(`'${text}' is no port`, ['It is a number from 1 to 65535.']);
}
