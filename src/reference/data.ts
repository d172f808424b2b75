import { isObject } from '../base/json.ts';
import type { TypeName } from '../resource/kinds.ts';
import type { Resource } from '../resource/resource.ts';
import type { Graph } from './graph.ts';
import { nameKey } from './name-key.ts';
import { sameNamed } from './same-name.ts';
import { isPlaceholder } from './world.ts';

/**
 * The keys of a ConfigMap or Secret that the input shows to the full, or undefined where more may be added: it is empty
 * (a controller fills it), a controller completes it, Kustomize merges into it, or its keys are filled in later. Of
 * several objects with one name, all keys count: nobody can tell which of them is applied where.
 */
export function keysOf(
  graph: Graph,
  type: TypeName,
  namespace: string,
  name: string,
): ReadonlySet<string> | undefined {
  const known = graph.memo('keys of data', () => new Map<string, ReadonlySet<string> | undefined>());
  const key = nameKey(type, namespace, name);
  if (!known.has(key)) known.set(key, readKeys(graph, type, namespace, name));
  return known.get(key);
}

function readKeys(
  graph: Graph,
  type: TypeName,
  namespace: string,
  name: string,
): ReadonlySet<string> | undefined {
  if (graph.makerOf(type, namespace, name) !== undefined) return undefined;
  const keys = new Set<string>();
  for (const resource of sameNamed(graph, type, namespace, name)) {
    if (resource.unrendered !== undefined || isFilled(resource)) return undefined;
    for (const field of ['data', 'binaryData', 'stringData']) {
      const entries = resource.value[field];
      if (isObject(entries)) for (const key of Object.keys(entries)) keys.add(key);
      // A whole field that something fills in later.
      else if (entries !== undefined && entries !== null) return undefined;
    }
    if (resource.value.type === 'kubernetes.io/service-account-token')
      for (const key of ['token', 'ca.crt', 'namespace']) keys.add(key);
  }
  return keys.size === 0 || [...keys].some(isPlaceholder) ? undefined : keys;
}

/** Prefixes of annotations and labels that have a controller write keys into the object that carries them. */
const FILLING: readonly string[] = [
  'config.openshift.io/inject-trusted-cabundle',
  'service.beta.openshift.io/inject-cabundle',
  'service.alpha.openshift.io/inject-cabundle',
  'secret-generator.v1.mittwald.de/',
  'replicator.v1.mittwald.de/replicate-from',
  'reflector.v1.k8s.emberstack.com/reflects',
  'avp.kubernetes.io/',
  'vault.security.banzaicloud.io/',
];

function isFilled({ annotations, labels }: Resource): boolean {
  return [...Object.keys(annotations), ...Object.keys(labels)].some((key) =>
    FILLING.some((prefix) => key.startsWith(prefix)),
  );
}
