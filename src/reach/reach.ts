import type { Graph } from '../reference/graph.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import { readPolicy } from './policy/policy.ts';
import type { Direction, Policy } from './policy/policy.ts';

/** What may flow: the questions about policies that rules ask. */
export class Reach {
  readonly #graph: Graph;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  policy(resource: Resource): Policy {
    const table = this.#graph.memo('policies', () => new Map<Resource, Policy>());
    let policy = table.get(resource);
    if (policy === undefined) {
      policy = readPolicy(resource);
      table.set(resource, policy);
    }
    return policy;
  }

  policies(namespace: string): readonly Policy[] {
    return this.#graph.memo(`policies:${namespace}`, () =>
      this.#graph
        .inNamespace(namespace)
        .filter((resource) => resource.type === 'networking.k8s.io/NetworkPolicy')
        .map((resource) => this.policy(resource)),
    );
  }

  /**
   * The policies that isolate a pod in a direction: those of its namespace that select it and act in that direction.
   * `possible` are those whose selector hinges on labels that only the cluster knows.
   */
  isolating(
    pod: Pod,
    direction: Direction,
  ): { readonly sure: readonly Policy[]; readonly possible: readonly Policy[] } {
    const table = this.#graph.memo(`isolating:${direction}:${pod.namespace}`, () => {
      const byPod = new Map<Pod, Isolation>();
      const of = (one: Pod): Isolation => {
        const known = byPod.get(one) ?? { sure: [], possible: [] };
        byPod.set(one, known);
        return known;
      };
      for (const policy of this.policies(pod.namespace)) {
        if (!policy.isolates[direction]) continue;
        const { sure, possible } = this.#graph.select(pod.namespace, policy.subject);
        for (const one of sure) of(one).sure.push(policy);
        for (const one of possible) of(one).possible.push(policy);
      }
      return byPod;
    });
    return table.get(pod) ?? NOT_ISOLATED;
  }
}

interface Isolation {
  readonly sure: Policy[];
  readonly possible: Policy[];
}

const NOT_ISOLATED: Isolation = { sure: [], possible: [] };
