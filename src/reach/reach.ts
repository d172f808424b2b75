import type { Graph } from '../reference/graph.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import { matches } from '../resource/selector.ts';
import { readPolicy } from './policy.ts';
import type { Direction, Policy } from './policy.ts';

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
    const sure: Policy[] = [];
    const possible: Policy[] = [];
    for (const policy of this.policies(pod.namespace)) {
      if (!policy.isolates[direction]) continue;
      const match = matches(policy.subject, pod);
      if (match === 'yes') sure.push(policy);
      else if (match === 'maybe') possible.push(policy);
    }
    return { sure, possible };
  }
}
