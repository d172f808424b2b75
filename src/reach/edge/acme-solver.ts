import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { nameOf } from '../../resource/resource.ts';
import { matches } from '../../resource/selector.ts';
import { Connectivity } from '../connectivity/connectivity.ts';
import type { Unseen } from '../connectivity/unseen.ts';
import type { Caller } from '../peer/caller.ts';
import { classCallers, ingressCallers } from '../peer/ingress-controller.ts';
import { hasForeignPolicies } from '../policy/other-policies.ts';
import type { Policy } from '../policy/policy.ts';
import { Reach } from '../reach.ts';
import { specOf } from '../service/service.ts';

/** Where the pods listen that answer HTTP-01 challenges (cert-manager pkg/issuer/acme/http/http.go acmeSolverListenPort). */
export const SOLVER_PORT = 8089;

/** The labels that cert-manager gives them, beside those of the challenge (pkg/issuer/acme/http/pod.go podLabels). */
const SOLVER_LABELS = { 'acme.cert-manager.io/http01-solver': 'true' };

/** An Ingress or a Certificate whose certificate is never issued, because nobody may ask the pods of the challenge. */
export interface BlockedSolver {
  /** Those that isolate the pods of challenges; the first is the one to change. */
  readonly policies: readonly [Policy, ...Policy[]];
  readonly caller: Caller;
  readonly asks: Resource;
  /** Where it names its issuer. */
  readonly at: Path;
  readonly issuer: Resource;
}

/** What a namespace's policies block of the challenges for its Ingresses and Certificates. */
export function blockedSolvers(graph: Graph, namespace: string): readonly BlockedSolver[] {
  return graph.memo(`blocked solvers:${namespace}`, () => {
    const [first, ...more] = new Reach(graph)
      .policies(namespace)
      .filter(({ isolates, subject }) => isolates.ingress && matches(subject, SOLVER_SET) === 'yes');
    if (first === undefined || hasForeignPolicies(graph, namespace) || graph.mayBeDelivered(namespace))
      return [];
    const policies: readonly [Policy, ...Policy[]] = [first, ...more];
    if (policies.some(({ resource }) => resource.unrendered !== undefined)) return [];
    const all = new Reach(graph)
      .policies(namespace)
      .filter(({ isolates, subject }) => isolates.ingress && matches(subject, SOLVER_SET) !== 'no');
    const connectivity = new Connectivity(graph);
    const admitted = ({ end }: Caller): boolean =>
      all.some((policy) =>
        connectivity.admits(policy, end, solverIn(namespace), { protocol: 'TCP', port: SOLVER_PORT }),
      );
    return certificatesOf(graph, namespace).flatMap(({ asks, at, issuer, callers }) => {
      const [caller] = callers;
      return caller === undefined || callers.some(admitted) ? [] : [{ policies, caller, asks, at, issuer }];
    });
  });
}

const SOLVER_SET = { labels: SOLVER_LABELS, open: true };

function solverIn(namespace: string): Unseen {
  return {
    name: `challenges of ${namespace}`,
    isPod: 'yes',
    namespace,
    labels: SOLVER_SET,
    ports: [{ name: 'http', port: SOLVER_PORT, protocol: 'TCP' }],
  };
}

interface Asked {
  readonly asks: Resource;
  readonly at: Path;
  readonly issuer: Resource;
  readonly callers: readonly Caller[];
}

function certificatesOf(graph: Graph, namespace: string): readonly Asked[] {
  return graph.inNamespace(namespace).flatMap((asks): readonly Asked[] => {
    const named = issuerOf(graph, asks);
    if (named?.issuer === undefined) return [];
    const className = classOfChallenges(named.issuer);
    if (className === undefined) return [];
    const isIngress = asks.kind === 'Ingress';
    const callers =
      className !== '' ? classCallers(graph, className) : isIngress ? ingressCallers(graph, asks) : [];
    return [{ asks, at: named.at, issuer: named.issuer, callers }];
  });
}

function issuerOf(
  graph: Graph,
  asks: Resource,
): { readonly at: Path; readonly issuer: Resource | undefined } | undefined {
  const find = (kind: string, name: string): Resource | undefined =>
    kind === 'ClusterIssuer'
      ? graph.find('cert-manager.io/ClusterIssuer', '', name)
      : graph.find('cert-manager.io/Issuer', asks.namespace, name);
  if (asks.type === 'cert-manager.io/Certificate') {
    const { name, kind } = objectOf(specOf(asks).issuerRef);
    return {
      at: ['spec', 'issuerRef', 'name'],
      issuer: find(stringOf(kind) ?? 'Issuer', stringOf(name) ?? ''),
    };
  }
  if (asks.type !== 'networking.k8s.io/Ingress') return undefined;
  for (const [key, kind] of [
    ['cert-manager.io/cluster-issuer', 'ClusterIssuer'],
    ['cert-manager.io/issuer', 'Issuer'],
  ] as const) {
    const name = asks.annotations[key];
    if (name !== undefined) return { at: ['metadata', 'annotations', key], issuer: find(kind, name) };
  }
  return undefined;
}

/**
 * The class of the Ingresses through which an issuer is asked, empty for that of the Ingress that wants the certificate;
 * undefined where challenges may be of another sort.
 */
function classOfChallenges(issuer: Resource): string | undefined {
  const solvers = listOf(objectOf(specOf(issuer).acme).solvers);
  const ingresses = solvers.map((solver) => objectOf(objectOf(solver).http01).ingress);
  const [first] = ingresses;
  if (!ingresses.every(isObject) || !isObject(first)) return undefined;
  const names = new Set(
    ingresses.map((one) => stringOf(objectOf(one).ingressClassName) ?? stringOf(objectOf(one).class) ?? ''),
  );
  const [only] = names;
  return names.size === 1 ? only : undefined;
}

/** `Ingress shop/web wants a certificate of ClusterIssuer letsencrypt`. */
export function saysOf({ asks, issuer }: BlockedSolver): string {
  return `${nameOf(asks)} wants a certificate of ${nameOf(issuer)}`;
}
