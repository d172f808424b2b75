import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import { listenersOf } from '../../reach/gateway/listener.ts';
import { SHIM_ANNOTATIONS } from '../../reference/makers.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A listener of a Gateway that asks cert-manager for certificates, for which none is made. Source: cert-manager
 * pkg/controller/certificate-shim/sync.go validateGatewayListenerBlock.
 */
export const check: Check = function* (gateway, { graph }) {
  if (gateway.unrendered !== undefined) return;
  const asking = SHIM_ANNOTATIONS.find(
    (key) => key !== 'kubernetes.io/tls-acme' && key in gateway.annotations,
  );
  if (asking === undefined) return;
  for (const { name, hostname, protocol, tlsMode, at } of listenersOf(graph, gateway)) {
    if (protocol !== 'HTTPS' && protocol !== 'TLS') continue;
    const refs = listOf(getAt(gateway.value, [...at, 'tls', 'certificateRefs'])).map(objectOf);
    if (tlsMode !== 'Terminate' || refs.length === 0) continue;
    // One that is here, or that something else makes, needs no cert-manager.
    const served = refs.every((ref) => {
      const status = graph.lookUp(
        gateway,
        'Secret',
        stringOf(ref.namespace) ?? gateway.namespace,
        stringOf(ref.name) ?? '',
      );
      return status.status === 'found' || status.status === 'implied';
    });
    if (hostname !== '' || served) continue;
    yield {
      at: [...at, 'name'],
      message: `${nameOf(gateway)} asks cert-manager for certificates with ${asking}, but listener ${name} has no hostname; cert-manager skips it, and nobody makes Secret ${refs.map((ref) => stringOf(ref.name) ?? '?').join(', ')}.`,
      related: [
        {
          resource: gateway,
          at: ['metadata', 'annotations', asking],
          message: `${asking} asks cert-manager for certificates`,
        },
      ],
    };
  }
};
