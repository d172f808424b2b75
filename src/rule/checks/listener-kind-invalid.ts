import { listenersOf } from '../../reach/gateway/listener.ts';
import { GATEWAY_GROUP, kindsFor } from '../../reach/gateway/kinds.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A listener that allows kinds of routes which its protocol does not have. */
export const check: Check = function* (gateway, { graph }) {
  if (gateway.unrendered !== undefined) return;
  for (const { name, protocol, tlsMode, wrongKinds, kinds } of listenersOf(graph, gateway)) {
    for (const { kind, group, at } of wrongKinds) {
      const none = (kinds ?? []).length === 0;
      yield {
        at,
        message: `Listener ${name} of ${nameOf(gateway)} allows ${kind}${group === GATEWAY_GROUP ? '' : ` of group "${group}"`}, but ${protocol} takes ${(kindsFor(protocol, tlsMode) ?? []).join(' and ')}${group === GATEWAY_GROUP ? '' : ` of ${GATEWAY_GROUP}`} only (InvalidRouteKinds); ${none ? 'no route can attach to it' : 'such routes do not attach'}.`,
      };
    }
  }
};
