import type { Graph } from '../../reference/graph.ts';
import type { TypeName } from '../../resource/kinds.ts';
import { groupOf } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';

/** Kinds beside NetworkPolicy that the engine evaluates, too. */
const EVALUATED_TYPES: readonly TypeName[] = [
  'policy.networking.k8s.io/AdminNetworkPolicy',
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
  'policy.networking.k8s.io/ClusterNetworkPolicy',
];

/** Kinds that allow traffic of pods and that nobody evaluates: where one stands, all is possible. */
const FOREIGN: ReadonlySet<TypeName> = new Set([
  'cilium.io/CiliumNetworkPolicy',
  'cilium.io/CiliumClusterwideNetworkPolicy',
  'crd.projectcalico.org/NetworkPolicy',
  'crd.projectcalico.org/GlobalNetworkPolicy',
  'projectcalico.org/NetworkPolicy',
  'projectcalico.org/GlobalNetworkPolicy',
  'crd.antrea.io/NetworkPolicy',
  'crd.antrea.io/ClusterNetworkPolicy',
  'networking.gke.io/FQDNNetworkPolicy',
  'networking.k8s.aws/ApplicationNetworkPolicy',
  'networking.k8s.aws/ClusterNetworkPolicy',
  'k8s.ovn.org/EgressFirewall',
]);

/** Groups whose objects make NetworkPolicies in namespaces that they choose. */
const GENERATORS: ReadonlySet<string> = new Set([
  'kyverno.io',
  'policies.kyverno.io',
  'capsule.clastix.io',
  'tenancy.stakater.com',
  'hnc.x-k8s.io',
]);

/** Whether the policies of a namespace may be more than the NetworkPolicies that are written down. */
export function hasOtherPolicies(graph: Graph, namespace: string): boolean {
  return EVALUATED_TYPES.some((type) => graph.all(type).length > 0) || hasForeignPolicies(graph, namespace);
}

/** Whether policies may act in a namespace that the engine does not hear of. */
export function hasForeignPolicies(graph: Graph, namespace: string): boolean {
  const namespaces = graph.memo('foreign policies', () => {
    const found = new Set<string>();
    for (const resource of graph.resources) {
      if (FOREIGN.has(resource.type)) found.add(resource.namespace);
      else if (
        GENERATORS.has(groupOf(resource.apiVersion)) &&
        resource.manifest.document.text.includes('NetworkPolicy')
      )
        found.add('');
    }
    return found;
  });
  // What has no namespace reaches into all; and a document that could not be read may hold one more policy.
  return namespaces.has('') || namespaces.has(namespace) || graph.isHidden('NetworkPolicy');
}

/** The objects of the input that limit or open traffic and that the engine does not hear of. */
export function foreignPolicies(graph: Graph): readonly Resource[] {
  return graph.resources.filter(({ type }) => FOREIGN.has(type));
}
