import { someOf } from '../../base/some.ts';
import { keysOf } from '../../reference/data.ts';
import { specOf } from '../../reach/service/service.ts';
import { stringOf } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * What a Gateway or a BackendTLSPolicy takes certificates from, without the keys that the specification asks for. Sources:
 * gateway-api apis/v1/backendtlspolicy_types.go CACertificateRefs (`ca.crt`), gateway_types.go GatewayBackendTLS (`tls.crt`, `tls.key`).
 */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['backend-tls-ca', ['ca.crt']],
  ['gateway-client-ca', ['ca.crt']],
  ['gateway-client-certificate', ['tls.crt', 'tls.key']],
]);

export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  for (const reference of graph.references(resource)) {
    const { row, to, namespace, name, path } = reference;
    const wanted = KEYS.get(row.id);
    if (wanted === undefined) continue;
    const resolution = graph.resolve(reference);
    const keys = resolution.status === 'found' ? keysOf(graph, to, namespace, name) : undefined;
    if (resolution.status !== 'found' || keys === undefined) continue;
    const absent = wanted.filter((key) => !keys.has(key));
    const isBackend = row.id === 'backend-tls-ca';
    // Envoy Gateway takes any key there (internal/gatewayapi/backendtlspolicy.go getFirstMatchOrFirstFromData).
    if (isBackend && graph.all(GATEWAY_CLASS).some(isEnvoys)) continue;
    // What a Secret may be called otherwise is up to the implementation: `cacert` for Istio, a pair of a certificate and its own CA.
    if (absent.length === 0 || (wanted.length === 1 && to === 'Secret')) continue;
    const { target } = resolution;
    yield {
      at: path,
      ...(isBackend ? { severity: 'warning' as const } : {}),
      message: `${nameOf(resource)} takes ${wanted.length === 1 ? 'a CA' : 'its client certificate'} from ${nameOf(target)}, which has no ${absent.join(' and no ')}, only ${someOf(keys)}; ${row.effect}.`,
      related: [{ resource: target, message: `${nameOf(target)} has ${someOf(keys)}` }],
    };
  }
};

const GATEWAY_CLASS = 'gateway.networking.k8s.io/GatewayClass';

function isEnvoys(gatewayClass: Resource): boolean {
  return stringOf(specOf(gatewayClass).controllerName)?.startsWith('gateway.envoyproxy.io/') === true;
}
