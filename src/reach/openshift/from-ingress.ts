import { isObject, listOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { sameNamed } from '../../reference/same-name.ts';
import type { Graph } from '../../reference/graph.ts';
import { describe } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { serviceOf, tlsBlocks } from '../ingress/ingress.ts';
import type { IngressPath } from '../ingress/ingress.ts';
import type { RouteEntry } from '../route/entry.ts';
import { specOf } from '../service/service.ts';
import { HTTP, HTTPS, TO_HTTPS } from './scheme.ts';

/** Why OpenShift makes no Route of something in an Ingress. */
export interface NoRoute {
  readonly at: Path;
  /** Completes "… is left out: …", without a full stop. */
  readonly why: string;
}

/**
 * Why there is no Route of a path, Service and port apart, and whatever its `tls` says. Source:
 * openshift/route-controller-manager pkg/route/ingress/ingress.go sync.
 */
export function pathWithoutRoute({ at, host, pathType, backend }: IngressPath): NoRoute | undefined {
  if (at[1] !== 'rules') return { at, why: 'a default backend is in no rule, and only rules become Routes' };
  if (host === '') return { at: at.slice(0, 3), why: 'its rule names no host' };
  if (pathType === 'Exact') return { at: [...at, 'pathType'], why: 'a Route has no path of type Exact' };
  if (serviceOf(backend).name === undefined && isObject(backend.resource))
    return { at: [...at, 'backend', 'resource'], why: 'a Route leads only to Services' };
  return undefined;
}

/**
 * Why there is no Route of any path of a host: the first `tls` block that names it has no Secret to take the certificate
 * from. Source: ingress.go referencesSecret, tlsSecretIfValid.
 */
export function hostWithoutRoute(graph: Graph, ingress: Resource, host: string): NoRoute | undefined {
  const block = tlsBlocks(ingress).find(({ hosts }) => hosts.some((one) => one.host === host));
  if (block === undefined) return undefined;
  const { at, secretName } = block;
  if (secretName === '') return { at, why: `tls names ${host} and no Secret` };
  const found = graph.lookUp(ingress, 'Secret', ingress.namespace, secretName);
  const name = describe('Secret', ingress.namespace, secretName);
  const path = [...at, 'secretName'];
  if (found.status === 'missing' && found.certainty === 'certain')
    return { at: path, why: `${name} does not exist` };
  const copies = sameNamed(graph, 'Secret', ingress.namespace, secretName);
  const [first] = copies;
  if (first === undefined || graph.makerOf('Secret', ingress.namespace, secretName) !== undefined)
    return undefined;
  if (copies.some((one) => one.unrendered !== undefined || one.value.type === TLS_TYPE)) return undefined;
  const type = typeof first.value.type === 'string' ? first.value.type : 'Opaque';
  return { at: path, why: `${name} is of type ${type}, and must be of ${TLS_TYPE}` };
}

const TLS_TYPE = 'kubernetes.io/tls';
const TERMINATION = 'route.openshift.io/termination';
const TERMINATIONS: ReadonlySet<unknown> = new Set(['edge', 'passthrough', 'reencrypt']);

/**
 * The entries of the Route that a path becomes: https with a redirect of http, or http alone. Source: ingress.go
 * tlsConfigForIngress, tlsEnabled.
 */
export function entriesOfRoute(entry: RouteEntry): readonly RouteEntry[] {
  const { source: ingress, host } = entry;
  const secure =
    TERMINATIONS.has(ingress.annotations[TERMINATION]) ||
    tlsBlocks(ingress).some(({ hosts }) => hosts.some((one) => one.host === host)) ||
    listOf(specOf(ingress).tls).some((block) => isObject(block) && Object.keys(block).length === 0);
  if (!secure) return [{ ...entry, conditions: [HTTP] }];
  const at: Path = ['spec', 'tls'];
  return [
    { ...entry, conditions: [HTTPS] },
    { ...entry, conditions: [HTTP], answer: { does: 'redirect', redirect: TO_HTTPS, at } },
  ];
}
