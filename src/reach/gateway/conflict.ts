import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { allListeners } from './listener.ts';
import type { Listener } from './listener.ts';

/** Listeners that share what must be theirs alone. */
export interface ListenerConflict {
  /** Source: gateway-api apis/v1/gateway_types.go ListenerConditionReason. */
  readonly reason: 'ProtocolConflict' | 'HostnameConflict';
  readonly with: Listener;
}

const LAYER_7 = new Set(['HTTP', 'HTTPS', 'TLS']);

/**
 * The listeners of a Gateway that are not distinct (GA4): TCP beside HTTP, HTTPS or TLS on one port, and one protocol
 * with the same port and hostname. Those of the Gateway itself win over those of ListenerSets; within one object nobody
 * wins, so all of them are here.
 */
export function conflictsOf(graph: Graph, gateway: Resource): ReadonlyMap<Listener, ListenerConflict> {
  const table = graph.memo(
    'listener conflicts',
    () => new Map<Resource, ReadonlyMap<Listener, ListenerConflict>>(),
  );
  let found = table.get(gateway);
  if (found === undefined) {
    found = findConflicts(allListeners(graph, gateway));
    table.set(gateway, found);
  }
  return found;
}

function findConflicts(listeners: readonly Listener[]): ReadonlyMap<Listener, ListenerConflict> {
  const found = new Map<Listener, ListenerConflict>();
  const byPort = new Map<number, Listener[]>();
  for (const listener of listeners) if (listener.port !== undefined) addTo(byPort, listener.port, listener);
  for (const sharing of byPort.values()) {
    const tcp = sharing.filter(({ protocol }) => protocol === 'TCP');
    const higher = sharing.filter(({ protocol }) => LAYER_7.has(protocol));
    const [firstTcp, firstHigher] = [tcp[0], higher[0]];
    if (firstTcp !== undefined && firstHigher !== undefined) {
      for (const one of tcp) lose(found, one, firstHigher, 'ProtocolConflict');
      for (const one of higher) lose(found, one, firstTcp, 'ProtocolConflict');
    }
    const byHost = new Map<string, Listener>();
    for (const one of sharing) {
      const key = LAYER_7.has(one.protocol) ? `${one.protocol} ${one.hostname}` : one.protocol;
      const first = byHost.get(key);
      if (first === undefined) byHost.set(key, one);
      else {
        const reason = LAYER_7.has(one.protocol) ? 'HostnameConflict' : 'ProtocolConflict';
        lose(found, one, first, reason);
        lose(found, first, one, reason);
      }
    }
  }
  return found;
}

function lose(
  found: Map<Listener, ListenerConflict>,
  one: Listener,
  other: Listener,
  reason: ListenerConflict['reason'],
): void {
  const wins = one.owner === one.gateway && other.owner !== other.gateway;
  if (!wins && !found.has(one)) found.set(one, { reason, with: other });
}
