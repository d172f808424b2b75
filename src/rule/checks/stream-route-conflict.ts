import { allRoutes, attachmentsOf } from '../../reach/gateway/attachment.ts';
import { older } from '../../reach/route/age.ts';
import { areCounterparts } from '../../reach/route/counterpart.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A second TCPRoute or UDPRoute on one listener: nothing tells their connections apart. */
export const check: Check = function* (route, { graph }) {
  const table = graph.memo('stream routes by listener', () => byListener(graph));
  for (const { listeners } of attachmentsOf(graph, route)) {
    for (const { listener, certain } of listeners) {
      if (!certain || listener.protocol === 'TLS') continue;
      const [first] = table.get(keyOf(route, listener.owner, listener.at)) ?? [];
      if (first === undefined || first === route || areCounterparts(graph, route, first)) continue;
      const oldest = older(first, route);
      yield {
        at: ['metadata', 'name'],
        message: `${nameOf(route)} and ${nameOf(first)} are attached to listener ${listener.name} of ${nameOf(listener.owner)}, where nothing tells their connections apart; ${oldest === undefined ? 'the older of them' : nameOf(oldest)} gets them all.`,
        related: [
          { resource: first, message: `${nameOf(first)} is here` },
          {
            resource: listener.owner,
            at: [...listener.at, 'name'],
            message: `Listener ${listener.name} is here`,
          },
        ],
      };
    }
  }
};

function byListener(graph: Graph): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const route of allRoutes(graph)) {
    if (route.kind !== 'TCPRoute' && route.kind !== 'UDPRoute') continue;
    for (const { listener, certain } of attachmentsOf(graph, route).flatMap((one) => one.listeners)) {
      if (!certain) continue;
      const key = keyOf(route, listener.owner, listener.at);
      found.set(key, [...(found.get(key) ?? []), route]);
    }
  }
  return found;
}

function keyOf({ kind }: Resource, owner: Resource, at: readonly (string | number)[]): string {
  return `${kind} ${owner.type} ${owner.namespace}/${owner.name} ${at.join('.')}`;
}
