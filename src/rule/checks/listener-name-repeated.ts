import { listenersOf } from '../../reach/gateway/listener.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Listener } from '../../reach/gateway/listener.ts';
import type { Check } from '../rule.ts';

/** Listeners of one object with one name, or with a hostname where the protocol has none (gateway-api gateway_types.go, CEL). */
export const check: Check = function* (gateway, { graph }) {
  if (gateway.unrendered !== undefined) return;
  const seen = new Map<string, Listener>();
  for (const listener of listenersOf(graph, gateway)) {
    const { name, protocol, hostname, at } = listener;
    const first = seen.get(name);
    if (first === undefined) seen.set(name, listener);
    else
      yield {
        at: [...at, 'name'],
        message: `Two listeners of ${nameOf(gateway)} have the name ${name}; the API server rejects it.`,
        related: [{ resource: gateway, at: [...first.at, 'name'], message: `${name} is here first` }],
      };
    if (hostname !== '' && (protocol === 'TCP' || protocol === 'UDP'))
      yield {
        at: [...at, 'hostname'],
        message: `Listener ${name} of ${nameOf(gateway)} has a hostname, but ${protocol} knows none; the API server rejects it.`,
      };
  }
};
