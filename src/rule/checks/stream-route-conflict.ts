import { attachmentsOf, routesOn } from '../../reach/gateway/attachment.ts';
import { older } from '../../reach/route/age.ts';
import { areCounterparts } from '../../reach/route/counterpart.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A second TCPRoute or UDPRoute on one listener: nothing tells their connections apart. */
export const check: Check = function* (route, { graph }) {
  for (const { listeners } of attachmentsOf(graph, route)) {
    for (const { listener, certain } of listeners) {
      if (!certain || listener.protocol === 'TLS') continue;
      const first = routesOn(graph, listener).find(
        (one) => one.certain && one.route.kind === route.kind,
      )?.route;
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
