import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConnectionMap } from '../../../src/reach/map/connection-map.ts';
import { answerOf, graphOf, portsOf } from './agreement.ts';
import type { Cluster } from './cluster.ts';
import { manifestsOf } from './cluster.ts';
import { clusters } from './generate.ts';
import { verdict } from './oracle.ts';
import type { Verdict } from './oracle.ts';
import { PROTOCOLS } from './vocabulary.ts';

/** Every pod has a twin that policies cannot tell from it; the oracle is asked about the two as different pods. */
const twins = clusters({ certain: false, networkPolicies: true, clusterPolicies: true }).map(
  (cluster): Cluster => ({
    ...cluster,
    pods: [...cluster.pods, ...cluster.pods.map((pod) => ({ ...pod, name: `${pod.name}-twin` }))],
  }),
);

it('the map and the oracle agree on pods that are alike', () => {
  const tally: Record<Verdict, number> = { allowed: 0, blocked: 0, depends: 0 };
  fc.assert(
    fc.property(twins, (cluster) => {
      expect(wrong(cluster, undefined, tally)).toEqual([]);
    }),
    { numRuns: 40, seed: 1 },
  );
  expect(Math.min(tally.allowed, tally.blocked, tally.depends)).toBeGreaterThan(0);
});

it('the map and the oracle agree on workloads that are alike, and on the replicas of one', () => {
  fc.assert(
    fc.property(twins, (cluster) => {
      // Of replicas that are not there nobody knows an address.
      const pods = cluster.pods.map((pod) => ({ ...pod, podIPs: null }));
      expect(wrong({ ...cluster, pods }, 2)).toEqual([]);
    }),
    { numRuns: 40, seed: 2 },
  );
});

/** What the map says otherwise of a pair. A workload of two replicas is to itself what a pod is to its twin. */
function wrong(
  cluster: Cluster,
  replicas: number | undefined,
  tally?: Record<Verdict, number>,
): readonly string[] {
  const map = new ConnectionMap(graphOf(manifestsOf(cluster, replicas)));
  const workloads = new Map(map.workloads.map((one) => [one.resource.name, one]));
  const half = cluster.pods.length / 2;
  const ports = portsOf(cluster);
  return cluster.pods.flatMap((source, from) =>
    cluster.pods.flatMap((destination, to) => {
      const [a, b] = [workloads.get(source.name), workloads.get(destination.name)];
      if (a === undefined || b === undefined)
        return [`${source.name} or ${destination.name} is not in the map`];
      // A single pod has no connections with itself in the map.
      if (from === to && replicas === undefined) return [];
      const other = from === to ? (to + half) % cluster.pods.length : to;
      const open = map.between(a, b);
      return PROTOCOLS.flatMap((protocol) =>
        ports.flatMap((port) => {
          const right = verdict(cluster, { pod: from }, { pod: other }, protocol, port);
          if (tally !== undefined) tally[right] += 1;
          const said = answerOf(open, protocol, port);
          return said === right
            ? []
            : [`${source.name} > ${destination.name} ${protocol} ${port}: ${said}, not ${right}`];
        }),
      );
    }),
  );
}
