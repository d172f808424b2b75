import { nearest } from '../../base/nearest.ts';
import { listenersOf } from '../../reach/gateway/listener.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const PROTOCOLS = ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'];

/** Without a prefix, and of Istio's waypoints all the same. Source: istio.io "Configure waypoint proxies". */
const KNOWN: ReadonlySet<string> = new Set([...PROTOCOLS, 'HBONE']);

/**
 * A protocol without a prefix that is none of the specification: those are reserved. Source: gateway-api
 * apis/v1/gateway_types.go ProtocolType.
 */
export const check: Check = function* (owner, { graph }) {
  if (owner.unrendered !== undefined) return;
  for (const { name, protocol, at } of listenersOf(graph, owner)) {
    if (protocol === '' || KNOWN.has(protocol) || protocol.includes('/') || isPlaceholder(protocol)) continue;
    const upper = protocol.toUpperCase();
    const meant = PROTOCOLS.includes(upper) ? upper : nearest(upper, PROTOCOLS);
    const place = [...at, 'protocol'];
    yield {
      at: place,
      // Another word may be one that an implementation takes in spite of it.
      ...(meant === undefined ? { severity: 'warning' as const } : {}),
      message: `Listener ${name} of ${nameOf(owner)} has the protocol ${protocol}, which is none of ${PROTOCOLS.join(', ')}, and one of an implementation has a prefix such as example.com/; the listener is not accepted (UnsupportedProtocol).${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
      fixes:
        meant === undefined
          ? []
          : [{ title: `Use ${meant}`, safety: 'unsafe', edits: [{ at: place, value: meant }] }],
    };
  }
};
