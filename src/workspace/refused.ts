import { discreetly } from '../diagnostic/discreet.ts';
import { clusterPolicyRefusal } from '../reach/connectivity/cluster-refusal.ts';
import { Reach } from '../reach/reach.ts';
import type { Resource } from '../resource/resource.ts';
import { nameOf } from '../resource/resource.ts';
import { RULES } from '../rule/catalog.ts';
import { Checker } from '../rule/run.ts';
import { DEFAULT_KUBERNETES_VERSION } from './options.ts';
import type { World } from './workspace.ts';

/** Rules whose errors say that the API server refuses a policy or a workload as a whole. */
const REFUSING: ReadonlySet<string> = new Set([
  'baseline-policy-name',
  'cluster-policy-priority-invalid',
  'field-missing',
  'field-type-invalid',
  'field-value-invalid',
  'label-invalid',
  'policy-cidr-invalid',
  'policy-except-outside-cidr',
  'policy-label-not-string',
  'policy-peer-invalid',
  'policy-port-invalid',
  'policy-types-invalid',
  'port-out-of-range',
  'selector-invalid',
  'workload-selector-mismatch',
]);

/** An object that the API server refuses. */
export interface Refused {
  readonly resource: Resource;
  /** `NetworkPolicy shop/web`. */
  readonly name: string;
  /** The first of perhaps several reasons: a sentence. */
  readonly reason: string;
  readonly isPolicy: boolean;
}

/** The policies and workloads of the input that no cluster has as they are written, in the order of their names. */
export function refusedIn({ graph, loaded }: World, kubernetesVersion?: string): readonly Refused[] {
  const version = Number((kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION).split('.')[1] ?? 0);
  const rules = RULES.filter(({ id }) => REFUSING.has(id));
  const told = { graph, reach: new Reach(graph), version, versionSaid: kubernetesVersion !== undefined };
  const checker = new Checker(rules, told);
  const found = loaded.resources.flatMap((resource): readonly Refused[] => {
    const isPolicy = resource.type === 'networking.k8s.io/NetworkPolicy' || isOfCluster(resource);
    if (resource.unrendered !== undefined || (!isPolicy && graph.podsOf(resource).length === 0)) return [];
    const [error] = checker.check(resource).filter(({ severity }) => severity === 'error');
    const flaw = isOfCluster(resource) ? clusterPolicyRefusal(resource) : undefined;
    const reason = error === undefined ? flaw && `${flaw}.` : discreetly(error).message;
    return reason === undefined ? [] : [{ resource, name: nameOf(resource), reason, isPolicy }];
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function isOfCluster({ apiVersion }: Resource): boolean {
  return apiVersion.startsWith('policy.networking.k8s.io/');
}
