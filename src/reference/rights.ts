import { listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject } from '../base/json.ts';
import type { TypeName } from '../resource/kinds.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import type { Graph } from './graph.ts';

const RBAC = 'rbac.authorization.k8s.io';

/**
 * A workload of the namespace whose ServiceAccount may create objects of this type there: it is a controller, and what
 * no manifest shows may be its work. Only rules of roles that name the resource count; who may do everything is not
 * said to do this.
 */
export function creatorOf(graph: Graph, namespace: string, type: TypeName): Resource | undefined {
  return creatorsIn(graph, namespace).get(type);
}

/** The like for pods: one that may create pods, or workloads that run on. */
export function podCreatorOf(graph: Graph, namespace: string): Resource | undefined {
  const creators = creatorsIn(graph, namespace);
  for (const type of RUNNING) {
    const creator = creators.get(type);
    if (creator !== undefined) return creator;
  }
  return undefined;
}

const RUNNING: readonly TypeName[] = [
  'Pod',
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
];

/** The resources of the API whose objects people refer to, under the names that rules of roles use. */
const RESOURCES: ReadonlyMap<string, TypeName> = new Map([
  ['/pods', 'Pod'],
  ['/services', 'Service'],
  ['/configmaps', 'ConfigMap'],
  ['/secrets', 'Secret'],
  ['/serviceaccounts', 'ServiceAccount'],
  ['/persistentvolumeclaims', 'PersistentVolumeClaim'],
  ['apps/deployments', 'apps/Deployment'],
  ['apps/statefulsets', 'apps/StatefulSet'],
  ['apps/daemonsets', 'apps/DaemonSet'],
  ['apps/replicasets', 'apps/ReplicaSet'],
]);

function creatorsIn(graph: Graph, namespace: string): ReadonlyMap<TypeName, Resource> {
  return graph.memo(`creators:${namespace}`, () => {
    const creators = new Map<TypeName, Resource>();
    const grants = grantsOf(graph, 'create');
    if (grants.size === 0) return creators;
    for (const pod of graph.pods(namespace))
      for (const type of typesGranted(grants, pod)) creators.set(type, pod.owner);
    return creators;
  });
}

/**
 * Pods of a namespace whose ServiceAccount may change pods there: they put labels on themselves, as the members of Vault, Patroni,
 * Spilo and Redis Sentinel do to say which of them leads (hashicorp/vault serviceregistration/kubernetes; patroni
 * patroni/dcs/kubernetes.py).
 */
export function selfLabelling(graph: Graph, namespace: string): readonly Pod[] {
  return graph.memo(`self-labelling:${namespace}`, () => {
    const grants = grantsOf(graph, 'change');
    return grants.size === 0
      ? []
      : graph.pods(namespace).filter((pod) => typesGranted(grants, pod).includes('Pod'));
  });
}

function typesGranted(grants: ReadonlyMap<string, readonly Grant[]>, pod: Pod): readonly TypeName[] {
  const { owner, spec, namespace } = pod;
  const account = stringOf(spec.serviceAccountName) ?? stringOf(spec.serviceAccount);
  return (account === undefined ? [] : (grants.get(account) ?? [])).flatMap(({ scope, home, types }) => {
    if (scope !== '*' && scope !== namespace) return [];
    // Whoever leaves the namespace out says it when applying, and bindings must name it.
    return home !== namespace && owner.namespaceWritten ? [] : types;
  });
}

interface Grant {
  /** The namespace of the ServiceAccount. */
  readonly home: string;
  /** Where the rights hold: a namespace, or `*`. */
  readonly scope: string;
  readonly types: readonly TypeName[];
}

type Right = 'create' | 'change';

const VERBS: Readonly<Record<Right, readonly string[]>> = {
  create: ['create', '*'],
  change: ['patch', 'update', '*'],
};

/** What ServiceAccounts may create, or change, by their names. */
function grantsOf(graph: Graph, right: Right): ReadonlyMap<string, readonly Grant[]> {
  return graph.memo(`grants:${right}`, () => {
    const byAccount = new Map<string, Grant[]>();
    for (const kind of ['RoleBinding', 'ClusterRoleBinding'] as const) {
      for (const binding of graph.all(`${RBAC}/${kind}`)) {
        const types = typesOf(graph, binding, right);
        if (types.length === 0) continue;
        const scope = kind === 'RoleBinding' ? binding.namespace : '*';
        for (const item of listOf(binding.value.subjects)) {
          const subject = objectOf(item);
          const name = stringOf(subject.name);
          if (subject.kind !== 'ServiceAccount' || name === undefined) continue;
          const grant = { home: stringOf(subject.namespace) ?? binding.namespace, scope, types };
          byAccount.set(name, [...(byAccount.get(name) ?? []), grant]);
        }
      }
    }
    return byAccount;
  });
}

function typesOf(graph: Graph, binding: Resource, right: Right): readonly TypeName[] {
  const { kind, name } = objectOf(binding.value.roleRef);
  if ((kind !== 'Role' && kind !== 'ClusterRole') || typeof name !== 'string') return [];
  const role = graph.find(`${RBAC}/${kind}`, binding.namespace, name);
  return role === undefined ? [] : listOf(role.value.rules).flatMap((rule) => typesIn(objectOf(rule), right));
}

function typesIn(rule: JsonObject, right: Right): readonly TypeName[] {
  if (!listOf(rule.verbs).some((verb) => typeof verb === 'string' && VERBS[right].includes(verb))) return [];
  const groups = listOf(rule.apiGroups);
  return listOf(rule.resources).flatMap((resource) =>
    groups.flatMap((group) => {
      const type =
        typeof resource === 'string' && typeof group === 'string'
          ? RESOURCES.get(`${group}/${resource}`)
          : undefined;
      return type === undefined ? [] : [type];
    }),
  );
}
