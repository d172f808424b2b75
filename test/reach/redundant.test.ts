import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Connectivity } from '../../src/reach/connectivity/connectivity.ts';
import type { End } from '../../src/reach/connectivity/connectivity.ts';
import { coveredRules, redundancies } from '../../src/reach/connectivity/redundant.ts';
import { openings } from '../../src/reach/connectivity/voided.ts';
import type { Graph } from '../../src/reference/graph.ts';
import { manifestsOf } from './oracle/cluster.ts';
import type { Cluster, NetworkPolicy, Policy } from './oracle/cluster.ts';
import { clusters } from './oracle/generate.ts';
import { ADDRESSES, NAMESPACES } from './oracle/vocabulary.ts';
import { format } from './connections.ts';
import { worldOf } from './policies.ts';

const small = clusters({ certain: true, networkPolicies: true, clusterPolicies: false });

/** Clusters in which every policy stands twice. */
const repetitive = small.map((cluster): Cluster => ({
  ...cluster,
  policies: cluster.policies.flatMap((policy, index): readonly Policy[] => [
    policy,
    { ...policy, metadata: { ...policy.metadata, name: `again${index}` } },
  ]),
}));

function graphOf(cluster: Cluster): Graph {
  return worldOf(manifestsOf(cluster)).graph;
}

/** What gets through between any two ends; addresses stand for the blocks of the vocabulary. */
function mapOf(graph: Graph): readonly string[] {
  const connectivity = new Connectivity(graph);
  const pods = graph.pods().map((pod): readonly [string, End] => [pod.owner.name, { pod }]);
  const outside = ADDRESSES.map((address): readonly [string, End] => [address, { address }]);
  return pods.flatMap(([name, pod]) =>
    [...pods, ...outside].flatMap(([other, end]) => [
      `${name} > ${other}: ${format(connectivity.between(pod, end))}`,
      `${other} > ${name}: ${format(connectivity.between(end, pod))}`,
    ]),
  );
}

function without(cluster: Cluster, name: string): Cluster {
  return { ...cluster, policies: cluster.policies.filter(({ metadata }) => metadata.name !== name) };
}

describe('what is redundant', () => {
  it('can be removed as a policy, and nothing changes', () => {
    let removed = 0;
    fc.assert(
      fc.property(fc.oneof(small, repetitive), (cluster) => {
        const { graph, reach } = worldOf(manifestsOf(cluster));
        const before = mapOf(graph);
        for (const namespace of NAMESPACES) {
          for (const { policies } of redundancies(graph, reach, namespace)) {
            for (const { resource } of policies) {
              removed++;
              expect(mapOf(graphOf(without(cluster, resource.name)))).toEqual(before);
            }
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(removed).toBeGreaterThan(0);
  });

  it('can be removed as a rule, and nothing changes', () => {
    let removed = 0;
    fc.assert(
      fc.property(small, (cluster) => {
        const { graph, reach } = worldOf(manifestsOf(cluster));
        const before = mapOf(graph);
        const spaced = cluster.policies.filter((one): one is NetworkPolicy => one.kind === 'NetworkPolicy');
        for (const policy of NAMESPACES.flatMap((namespace) => reach.policies(namespace))) {
          for (const direction of ['ingress', 'egress'] as const) {
            for (const [index, rule] of policy[direction].entries()) {
              if (!coveredRules(graph, policy, direction).has(rule)) continue;
              removed++;
              const policies = spaced.map((one) =>
                one.metadata.name === policy.resource.name
                  ? { ...one, spec: { ...one.spec, [direction]: one.spec?.[direction]?.toSpliced(index, 1) } }
                  : one,
              );
              expect(mapOf(graphOf({ ...cluster, policies }))).toEqual(before);
            }
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(removed).toBeGreaterThan(0);
  });
});

describe('a hundred policies that select everything', () => {
  const policy = (name: string, spec: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress], ${spec} }
---`;
  const hundred = (spec: (index: number) => string): string =>
    Array.from({ length: 100 }, (_, index) => policy(`p${100 + index}`, spec(index))).join('');

  it('and say the same are one finding', () => {
    const { graph, reach } = worldOf(hundred(() => 'ingress: [{ from: [{ podSelector: {} }] }]'));
    const found = redundancies(graph, reach, 'shop');
    expect(found.map(({ by, policies }) => [by.resource.name, policies.length])).toEqual([['p100', 99]]);
  });

  it('and deny are voided by one at once', () => {
    const { graph, reach } = worldOf(hundred(() => 'ingress: []') + policy('open', 'ingress: [{}]'));
    expect(
      openings(graph, reach, 'shop').map(({ policy: { resource }, voided }) => [
        resource.name,
        voided.length,
      ]),
    ).toEqual([['open', 100]]);
    expect(redundancies(graph, reach, 'shop')).toEqual([]);
  });

  it('and allow everything void one that denies in one place', () => {
    const { graph, reach } = worldOf(hundred(() => 'ingress: [{}]') + policy('deny', 'ingress: []'));
    expect(
      openings(graph, reach, 'shop').map(({ policy: { resource }, others }) => [
        resource.name,
        others.length,
      ]),
    ).toEqual([['p100', 99]]);
  });
});
