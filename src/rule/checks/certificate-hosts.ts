import { someOf } from '../../base/some.ts';
import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import type { Path } from '../../base/json.ts';
import { GATEWAY } from '../../reach/gateway/kinds.ts';
import { listenersOf } from '../../reach/gateway/listener.ts';
import { coversHost, tlsBlocks } from '../../reach/ingress/ingress.ts';
import { areCounterparts } from '../../reach/route/counterpart.ts';
import { specOf } from '../../reach/service/service.ts';
import { SHIM_ANNOTATIONS } from '../../reference/makers.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const CERTIFICATE = 'cert-manager.io/Certificate';

/** A host that is served with the Secret of a Certificate which is not for it. */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  for (const { host, at, secret } of resource.type === GATEWAY
    ? ofGateway(graph, resource)
    : ofIngress(resource)) {
    if (isPlaceholderName(host) || isPlaceholderName(secret)) continue;
    // With an annotation cert-manager makes one for the hosts that are served.
    if (SHIM_ANNOTATIONS.some((key) => Object.hasOwn(resource.annotations, key))) return;
    const written = certificatesOf(graph, resource.namespace, secret);
    const [first] = written;
    const names = written.flatMap(namesOf);
    if (first === undefined || written.some((one) => one.unrendered !== undefined)) continue;
    if (written.some((one) => areCounterparts(graph, resource, one))) continue;
    if (
      names.length === 0 ||
      names.some((name) => isPlaceholderName(name) || coversHost(name, host) || coversHost(host, name))
    )
      continue;
    yield {
      at,
      message: `${nameOf(resource)} serves ${host} with Secret ${secret}, but ${nameOf(first)}, which fills it, is for ${someOf(names)}; clients refuse the certificate.`,
      related: [
        {
          resource: first,
          at: ['spec', 'dnsNames'],
          part: 'key',
          message: `${nameOf(first)} is for ${someOf(names)}`,
        },
      ],
    };
  }
};

interface Served {
  readonly host: string;
  readonly at: Path;
  readonly secret: string;
}

function ofIngress(ingress: Resource): readonly Served[] {
  return tlsBlocks(ingress).flatMap(({ hosts, secretName }) =>
    hosts.map(({ host, at }) => ({ host, at, secret: secretName })),
  );
}

function ofGateway(graph: Graph, gateway: Resource): readonly Served[] {
  return listenersOf(graph, gateway).flatMap(({ hostname, at, tlsMode }) => {
    const refs = listOf(getAt(gateway.value, [...at, 'tls', 'certificateRefs'])).map(objectOf);
    const [ref, another] = refs;
    if (hostname === '' || tlsMode !== 'Terminate' || ref === undefined || another !== undefined) return [];
    if ((stringOf(ref.namespace) ?? gateway.namespace) !== gateway.namespace) return [];
    return [{ host: hostname, at: [...at, 'hostname'], secret: stringOf(ref.name) ?? '' }];
  });
}

function certificatesOf(graph: Graph, namespace: string, secret: string): readonly Resource[] {
  const table = graph.memo('certificates by secret', () => {
    const found = new Map<string, Resource[]>();
    for (const one of graph.all(CERTIFICATE))
      addTo(found, `${one.namespace}/${stringOf(specOf(one).secretName) ?? ''}`, one);
    return found;
  });
  return table.get(`${namespace}/${secret}`) ?? [];
}

/** Source: cert-manager API reference, CertificateSpec: dnsNames, commonName; a literal subject may hold another name. */
function namesOf(certificate: Resource): readonly string[] {
  const { dnsNames, commonName, literalSubject, otherNames } = specOf(certificate);
  if (literalSubject !== undefined || otherNames !== undefined) return [];
  return [...listOf(dnsNames), commonName].filter((name) => typeof name === 'string');
}
