import { attachmentsOf, routesOn } from '../../reach/gateway/attachment.ts';
import type { AttachedListener } from '../../reach/gateway/attachment.ts';
import { intersectHosts } from '../../reach/route/host.ts';
import { older } from '../../reach/route/age.ts';
import { areCounterparts } from '../../reach/route/counterpart.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A GRPCRoute that shares a hostname of a listener with an HTTPRoute: only one of the two is accepted. */
export const check: Check = function* (route, { graph }) {
  const told = new Set<Resource>();
  for (const { listeners } of attachmentsOf(graph, route)) {
    for (const one of listeners.filter(({ certain }) => certain)) {
      for (const { other, host } of sharing(graph, one)) {
        if (told.has(other) || areCounterparts(graph, route, other)) continue;
        told.add(other);
        const oldest = older(route, other);
        const who = oldest === undefined ? 'the older of the two' : nameOf(oldest);
        yield {
          at: ['metadata', 'name'],
          message: `${nameOf(route)} and ${nameOf(other)} share ${host === '' ? 'all hosts' : host} on listener ${one.listener.name}; only ${who} is accepted, and requests for the other get 404.`,
          related: [{ resource: other, message: `${nameOf(other)} is here` }],
        };
      }
    }
  }
};

function sharing(
  graph: Graph,
  { listener, hosts }: AttachedListener,
): readonly { other: Resource; host: string }[] {
  return routesOn(graph, listener).flatMap((one) => {
    if (one.route.kind !== 'HTTPRoute' || !one.certain) return [];
    for (const a of hosts)
      for (const b of one.hosts) {
        const host = intersectHosts(a, b);
        if (host !== undefined) return [{ other: one.route, host }];
      }
    return [];
  });
}
