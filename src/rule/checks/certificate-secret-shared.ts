import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import { SHIM_ANNOTATIONS } from '../../reference/makers.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Several Certificates of a namespace that write one Secret; an Ingress that asks cert-manager for one counts. */
export const check: Check = function* (resource, { graph }) {
  const secret = secretOf(resource);
  if (secret === undefined) return;
  const writers = writersOf(graph).get(`${resource.namespace}\0${secret}`) ?? [];
  const others = writers.filter((other) => other !== resource && !isSameName(other, resource));
  const [other] = others;
  if (other === undefined) return;
  yield {
    at: ['spec', 'secretName'],
    message: `${nameOf(resource)} writes Secret ${qualified(resource.namespace, secret)}, and so does ${nameOf(other)}. cert-manager replaces the certificate of the one by that of the other again and again.`,
    related: others.map((one) => ({ resource: one, message: `${nameOf(one)} writes it too` })),
  };
};

/** An Ingress makes a Certificate that is named like the Secret; one that is there already is left alone. */
function isSameName(other: Resource, certificate: Resource): boolean {
  return other.type === CERTIFICATE
    ? other.name === certificate.name
    : secretOf(certificate) === certificate.name;
}

const CERTIFICATE = 'cert-manager.io/Certificate';

function secretOf(certificate: Resource): string | undefined {
  const name = stringOf(objectOf(certificate.value.spec).secretName);
  return name === '' ? undefined : name;
}

function writersOf(graph: Graph): ReadonlyMap<string, readonly Resource[]> {
  return graph.memo('certificate secrets', () => {
    const writers = new Map<string, Resource[]>();
    const add = (resource: Resource, secret: string | undefined): void => {
      if (secret === undefined) return;
      const key = `${resource.namespace}\0${secret}`;
      writers.set(key, [...(writers.get(key) ?? []), resource]);
    };
    for (const certificate of graph.all(CERTIFICATE)) add(certificate, secretOf(certificate));
    for (const ingress of graph.all('networking.k8s.io/Ingress')) {
      if (!SHIM_ANNOTATIONS.some((key) => Object.hasOwn(ingress.annotations, key))) continue;
      for (const tls of listOf(objectOf(ingress.value.spec).tls))
        if (isObject(tls)) add(ingress, stringOf(tls.secretName));
    }
    return writers;
  });
}
