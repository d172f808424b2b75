import { addTo } from '../../base/multimap.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { areVariants } from '../../resource/together.ts';
import { allListeners, isAdmittedSet } from './listener.ts';
import type { Listener } from './listener.ts';

/** Listeners that share what must be theirs alone. */
export interface ListenerConflict {
  /** Source: gateway-api apis/v1/gateway_types.go ListenerConditionReason. */
  readonly reason: 'ProtocolConflict' | 'HostnameConflict';
  readonly with: Listener;
  /** Whether the other takes the requests; neither does where both are of one object. */
  readonly wins: boolean;
}

const LAYER_7 = new Set(['HTTP', 'HTTPS', 'TLS']);

/**
 * The listeners of a Gateway that take no requests because they are not distinct (GA4): TCP beside HTTP, HTTPS or TLS on
 * one port, and one protocol with the same port and hostname. Of several objects the first wins, in the order of
 * `allListeners`; within one object nobody does. What has lost takes nobody down. Sources: gateway-api
 * apis/v1/listenerset_types.go ListenerSetSpec.Listeners, conformance/tests/listenerset-*-conflict.yaml; envoyproxy/gateway
 * internal/gatewayapi/validate.go validateConflictedProtocolsListeners, validateConflictedHostnameListeners.
 */
export function conflictsOf(graph: Graph, gateway: Resource): ReadonlyMap<Listener, ListenerConflict> {
  const table = graph.memo(
    'listener conflicts',
    () => new Map<Resource, ReadonlyMap<Listener, ListenerConflict>>(),
  );
  let found = table.get(gateway);
  if (found === undefined) {
    found = findConflicts(graph, allListeners(graph, gateway));
    table.set(gateway, found);
  }
  return found;
}

function findConflicts(
  graph: Graph,
  listeners: readonly Listener[],
): ReadonlyMap<Listener, ListenerConflict> {
  const lost = new Map<Listener, ListenerConflict>();
  const byPort = new Map<number, Listener[]>();
  for (const listener of listeners) if (listener.port !== undefined) addTo(byPort, listener.port, listener);
  for (const sharing of byPort.values()) {
    const held = new Port();
    for (const own of byOwner(sharing)) {
      for (const one of own) {
        const clash = held.clashWith(one);
        if (clash !== undefined)
          lost.set(one, { reason: clash.reason, with: clash.holder, wins: !lost.has(clash.holder) });
      }
      const left = own.filter((one) => !lost.has(one));
      findWithin(left, lost);
      for (const one of left) if (holds(graph, one, lost.has(one))) held.take(one);
    }
  }
  return lost;
}

/** Listeners of one object: whoever clashes with another is lost, and so is the other. */
function findWithin(own: readonly Listener[], lost: Map<Listener, ListenerConflict>): void {
  const seen = new Port();
  for (const one of own) {
    const clash = seen.clashWith(one);
    if (clash !== undefined) {
      const { reason, holder } = clash;
      lost.set(one, { reason, with: holder, wins: false });
      if (!lost.has(holder)) lost.set(holder, { reason, with: one, wins: false });
    }
    seen.take(one);
  }
}

/** The Gateway's own stand in the way even where they lose against each other: whatever shares their port is not distinct. */
function holds(graph: Graph, { owner, gateway }: Listener, isLost: boolean): boolean {
  if (owner === gateway) return true;
  return !isLost && owner.unrendered === undefined && isAdmittedSet(graph, owner, gateway) === 'yes';
}

interface Clash {
  readonly reason: ListenerConflict['reason'];
  readonly holder: Listener;
}

/** Whoever holds a port, by what the protocols tell apart. */
class Port {
  private readonly tcp: Listener[] = [];
  private readonly higher: Listener[] = [];
  private readonly byHost = new Map<string, Listener>();

  clashWith(one: Listener): Clash | undefined {
    const others = one.protocol === 'TCP' ? this.higher : LAYER_7.has(one.protocol) ? this.tcp : [];
    const [holder] = others;
    if (holder !== undefined && !areCopies(holder, one)) return { reason: 'ProtocolConflict', holder };
    const same = this.byHost.get(keyOf(one));
    if (same === undefined || areCopies(same, one)) return undefined;
    return { reason: LAYER_7.has(one.protocol) ? 'HostnameConflict' : 'ProtocolConflict', holder: same };
  }

  take(one: Listener): void {
    if (one.protocol === 'TCP') this.tcp.push(one);
    if (LAYER_7.has(one.protocol)) this.higher.push(one);
    if (!this.byHost.has(keyOf(one))) this.byHost.set(keyOf(one), one);
  }
}

function keyOf({ protocol, hostname }: Listener): string {
  return LAYER_7.has(protocol) ? `${protocol} ${hostname}` : protocol;
}

/** Of two copies of a ListenerSet one is applied. */
function areCopies(a: Listener, b: Listener): boolean {
  return a.owner !== b.owner && areVariants(a.owner, b.owner);
}

/** In their order. */
function byOwner(listeners: readonly Listener[]): readonly (readonly Listener[])[] {
  const groups = new Map<Resource, Listener[]>();
  for (const listener of listeners) addTo(groups, listener.owner, listener);
  return [...groups.values()];
}
