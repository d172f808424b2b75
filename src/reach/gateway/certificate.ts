import { getAt, isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { keysOf } from '../../reference/data.ts';
import type { Graph } from '../../reference/graph.ts';
import { sameNamed } from '../../reference/same-name.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { describe } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { isOfEnvoyGateway } from '../peer/gateway-proxy.ts';
import { isPermitted } from './grant.ts';
import type { Listener } from './listener.ts';

/** A certificate that a listener names and certainly does not get. */
export interface CertificateFault {
  /** To the entry of `certificateRefs`. */
  readonly at: Path;
  /** Source: gateway-api apis/v1/gateway_types.go ListenerConditionReason. */
  readonly reason: 'InvalidCertificateRef' | 'RefNotPermitted';
  readonly kind: 'missing' | 'keys' | 'type' | 'text' | 'grant';
  readonly secret: Resource | undefined;
  /** Completes "…, which …", without a full stop. */
  readonly message: string;
}

/** The faults of each entry of `certificateRefs`; none for a listener that terminates no TLS. */
export function certificateFaults(graph: Graph, listener: Listener): readonly CertificateFault[] {
  const { owner, gateway, at } = listener;
  return certificateRefs(listener).flatMap((value, index): readonly CertificateFault[] => {
    const ref = objectOf(value);
    const place = [...at, 'tls', 'certificateRefs', index];
    const name = stringOf(ref.name) ?? '';
    const namespace = stringOf(ref.namespace) ?? owner.namespace;
    if ((stringOf(ref.group) ?? '') !== '' || (stringOf(ref.kind) ?? 'Secret') !== 'Secret' || name === '')
      return [];
    if (isPermitted(graph, owner, { group: '', kind: 'Secret', namespace, name }) === 'no')
      return [
        {
          at: place,
          reason: 'RefNotPermitted',
          kind: 'grant',
          secret: graph.find('Secret', namespace, name),
          message: `no ReferenceGrant in namespace ${namespace} permits`,
        },
      ];
    const fault = faultOfSecret(graph, owner, gateway, namespace, name);
    return fault === undefined ? [] : [{ at: place, reason: 'InvalidCertificateRef', ...fault }];
  });
}

/** Whether a listener that is to terminate TLS certainly has no certificate: none of those that it names is usable. */
export function isWithoutCertificate(graph: Graph, listener: Listener): boolean {
  const named = certificateRefs(listener).length;
  return named > 0 && certificateFaults(graph, listener).length === named;
}

function certificateRefs({ owner, at, protocol, tlsMode }: Listener): ReturnType<typeof listOf> {
  return (protocol === 'HTTPS' || protocol === 'TLS') && tlsMode === 'Terminate'
    ? listOf(getAt(owner.value, [...at, 'tls', 'certificateRefs']))
    : [];
}

function faultOfSecret(
  graph: Graph,
  owner: Resource,
  gateway: Resource,
  namespace: string,
  name: string,
): Pick<CertificateFault, 'kind' | 'secret' | 'message'> | undefined {
  const resolution = graph.lookUp(owner, 'Secret', namespace, name);
  if (resolution.status === 'missing' && resolution.certainty === 'certain')
    return {
      kind: 'missing',
      secret: undefined,
      message: `${describe('Secret', namespace, name)} does not exist`,
    };
  if (resolution.status !== 'found') return undefined;
  const secret = resolution.target;
  const keys = keysOf(graph, 'Secret', namespace, name);
  if (keys === undefined) return undefined;
  const ofEnvoy = isOfEnvoyGateway(graph, gateway);
  const absent = ['tls.crt', 'tls.key'].filter((key) => !keys.has(key));
  // Istio reads `cert` and `key`, too (istio pilot/pkg/credentials/kube/secrets.go), Envoy Gateway a type of its own.
  const otherWay =
    (keys.has('cert') && keys.has('key')) || stringOf(secret.value.type)?.includes('/sds') === true;
  if (absent.length > 0)
    return otherWay ? undefined : { kind: 'keys', secret, message: `has no ${absent.join(' and no ')}` };
  const type = stringOf(secret.value.type) ?? 'Opaque';
  if (ofEnvoy && type !== 'kubernetes.io/tls' && !type.includes('/') && !isPlaceholderName(type))
    return {
      kind: 'type',
      secret,
      message: `is of type ${type}, and Envoy Gateway takes kubernetes.io/tls only`,
    };
  const garbled = ['tls.crt', 'tls.key'].find((key) =>
    sameNamed(graph, 'Secret', namespace, name).every((one) => isGarbled(one, key)),
  );
  return garbled === undefined
    ? undefined
    : { kind: 'text', secret, message: `holds no PEM block in ${garbled}` };
}

/** Whether a key certainly holds no PEM block: a text that can be read, and says something else. */
function isGarbled(secret: Resource, key: string): boolean {
  const plain = stringOf(objectOf(secret.value.stringData)[key]);
  const text = plain ?? (isObject(secret.value.data) ? decoded(stringOf(secret.value.data[key])) : undefined);
  return (
    text !== undefined &&
    text.trim().length >= SHORTEST &&
    !text.includes('-----BEGIN ') &&
    READABLE.test(text) &&
    !isPlaceholderName(text.trim())
  );
}

/** What is shorter stands for something in an example: `cert`, `changeme`. */
const SHORTEST = 10;
const READABLE = /^[\t\n\r\x20-\x7e]*$/;

function decoded(value: string | undefined): string | undefined {
  const compact = value?.replace(/\s/g, '') ?? '';
  if (compact === '' || compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, 'base64').toString('latin1');
}
