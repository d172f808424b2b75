import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import { someOf } from '../../base/some.ts';
import type { Graph } from '../../reference/graph.ts';
import { qualified } from '../../resource/resource.ts';
import { GATEWAY, LISTENER_SET } from '../gateway/kinds.ts';
import { listenerName, listenersOf } from '../gateway/listener.ts';
import type { Listener } from '../gateway/listener.ts';
import type { Request } from '../route/request.ts';
import type { RouteTable } from '../route/table.ts';
import type { Hop } from './hop.ts';

/** What a listener makes of the TLS of a request; undefined where it has none. */
export function gatewayTlsHop(
  graph: Graph,
  { resource, door }: RouteTable,
  request: Request,
): Hop | undefined {
  if (resource?.type !== GATEWAY && resource?.type !== LISTENER_SET) return undefined;
  const listener = listenersOf(graph, resource).find((one) => listenerName(one) === door);
  const ended = listener?.protocol === 'HTTPS' || listener?.protocol === 'TLS';
  if (listener === undefined || !ended || request.scheme !== 'https') return undefined;
  const host = request.sni ?? request.host;
  const passes = listener.protocol === 'TLS' && listener.tlsMode === 'Passthrough';
  return {
    kind: 'tls',
    verdict: 'allowed',
    message: passes
      ? `TLS for ${host} passes through to the backend`
      : `TLS for ${host} with ${certificatesOf(listener)}`,
    place: { resource, path: [...listener.at, 'tls'], part: 'key' },
  };
}

function certificatesOf({ owner, at }: Listener): string {
  const refs = listOf(getAt(owner.value, [...at, 'tls', 'certificateRefs'])).map((value) => {
    const { kind, namespace, name } = objectOf(value);
    return `${stringOf(kind) ?? 'Secret'} ${qualified(stringOf(namespace) ?? owner.namespace, stringOf(name) ?? '?')}`;
  });
  return refs.length === 0 ? 'what the options of the implementation say' : someOf(refs);
}
