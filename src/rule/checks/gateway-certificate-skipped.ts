import { someOf } from '../../base/some.ts';
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
  const listeners = listenersOf(graph, gateway).filter(
    ({ protocol, tlsMode }) => (protocol === 'HTTPS' || protocol === 'TLS') && tlsMode === 'Terminate',
  );
  for (const { name, hostname, at } of listeners) {
    if (hostname !== '') continue;
    const secrets = listOf(getAt(gateway.value, [...at, 'tls', 'certificateRefs']))
      .map(objectOf)
      // One of another namespace is made there.
      .filter((ref) => (stringOf(ref.namespace) ?? gateway.namespace) === gateway.namespace)
      .map((ref) => stringOf(ref.name) ?? '')
      .filter((secret) => {
        const { status } = graph.lookUp(gateway, 'Secret', gateway.namespace, secret);
        return status !== 'found' && status !== 'implied';
      });
    if (secrets.length === 0) continue;
    yield {
      at: [...at, 'name'],
      // Beside listeners that cert-manager serves, one may have a certificate of its own.
      ...(listeners.some((one) => one.hostname !== '') ? { severity: 'info' } : {}),
      message: `${nameOf(gateway)} asks cert-manager for certificates with ${asking}, but listener ${name} has no hostname, so cert-manager skips it and does not make Secret ${someOf(secrets)}.`,
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
