import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import { hasOtherCertificates } from '../../reach/gateway/implementation.ts';
import { GATEWAY } from '../../reach/gateway/kinds.ts';
import { parentOfSet } from '../../reach/gateway/listener.ts';
import { specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** TLS of a listener that does not fit its protocol. */
export const check: Check = function* (gateway, { graph }) {
  if (gateway.unrendered !== undefined) return;
  for (const [index, value] of listOf(specOf(gateway).listeners).entries()) {
    const listener = objectOf(value);
    const name = `Listener ${stringOf(listener.name) ?? '?'} of ${nameOf(gateway)}`;
    const at = ['spec', 'listeners', index, 'tls'];
    const protocol = stringOf(listener.protocol) ?? '';
    const tls = objectOf(listener.tls);
    if ((protocol === 'HTTPS' || protocol === 'TLS') && listener.tls === undefined) {
      const parent = gateway.type === GATEWAY ? gateway : parentOfSet(graph, gateway);
      const others = parent === undefined ? 'maybe' : hasOtherCertificates(graph, parent);
      if (others !== 'yes')
        yield {
          at: [...at.slice(0, -1), 'protocol'],
          ...(others === 'maybe' ? { severity: 'warning' as const } : {}),
          message: `${name} has protocol ${protocol} and no tls, which ${protocol} requires: ${protocol === 'TLS' ? 'it takes no connections, and from Gateway API 1.5 on the API server rejects it' : 'it has no certificate and takes no requests'}.`,
        };
      continue;
    }
    const mode = stringOf(tls.mode) ?? 'Terminate';
    const certificates = listOf(tls.certificateRefs).length;
    if ((protocol === 'HTTP' || protocol === 'TCP' || protocol === 'UDP') && isObject(listener.tls))
      yield {
        at,
        part: 'key',
        message: `${name} has tls, but protocol ${protocol}, which must not have it; the API server rejects the Gateway.`,
      };
    else if (protocol === 'HTTPS' && mode === 'Passthrough')
      yield {
        at: [...at, 'mode'],
        message: `${name} has protocol HTTPS and tls mode Passthrough; HTTPS must be terminated, and the API server rejects the Gateway. Protocol TLS can pass it through.`,
      };
    else if (
      (protocol === 'HTTPS' || protocol === 'TLS') &&
      isObject(listener.tls) &&
      mode === 'Terminate' &&
      certificates === 0 &&
      !isObject(tls.options)
    )
      yield {
        at,
        part: 'key',
        message: `${name} terminates TLS without certificateRefs and options; the API server rejects the Gateway.`,
      };
    else if (mode === 'Passthrough' && certificates > 0)
      yield {
        at: [...at, 'certificateRefs'],
        part: 'key',
        severity: 'warning',
        message: `${name} passes TLS through, so its certificateRefs are ignored; clients get the certificate of the backend.`,
      };
  }
};
