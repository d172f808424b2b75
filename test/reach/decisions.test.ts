import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Connectivity } from '../../src/reach/connectivity/connectivity.ts';
import { decisionsOf } from '../../src/reach/connectivity/decisions.ts';
import type { Graph } from '../../src/reference/graph.ts';
import { Workspace } from '../../src/workspace/workspace.ts';
import { format } from './connections.ts';

const NAMESPACES = 4;
const APPS = 5;

function deployment(namespace: string, app: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${app}, namespace: ${namespace} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${app} } }
  template:
    metadata: { labels: { app: ${app} } }
    spec: { containers: [{ name: c, image: one, ports: [{ name: http, containerPort: 8080 }] }] }
`;
}

function policy(namespace: string, app: string, port: string, peer = app): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${app}, namespace: ${namespace} }
spec:
  podSelector: { matchLabels: { app: ${app} } }
  policyTypes: [Ingress, Egress]
  ingress: [{ from: [{ podSelector: { matchLabels: { app: ${peer} } } }], ports: [{ port: ${port} }] }]
  egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: http }] }]
`;
}

const PLACES = Array.from({ length: NAMESPACES }, (_, n) =>
  Array.from({ length: APPS }, (__, a) => ({ namespace: `n${n}`, app: `a${a}` })),
).flat();

const WORKLOADS = PLACES.map(({ namespace, app }) => deployment(namespace, app));

function files(policies: readonly string[]): Parameters<Workspace['read']>[0] {
  return [{ file: 'all.yaml', text: [...WORKLOADS, ...policies].join('---\n') }];
}

function workspace(): Workspace {
  return new Workspace({ closedWorld: false, kubernetesVersion: '1.34' });
}

/** Every connection, as texts. */
function mapOf(graph: Graph): readonly string[] {
  const connectivity = new Connectivity(graph);
  const ends = [...graph.pods().map((pod) => ({ pod })), { address: '192.0.2.1' }];
  return ends.flatMap((from) => ends.map((to) => format(connectivity.between(from, to))));
}

const POLICIES = PLACES.map(({ namespace, app }) => policy(namespace, app, '8080'));

describe('what was decided', () => {
  it('is not decided again where nothing changed', () => {
    const kept = workspace();
    mapOf(kept.read(files(POLICIES)).graph);
    const { graph } = kept.read(files(POLICIES));
    mapOf(graph);
    expect(decisionsOf(graph).decided).toBe(0);
  });

  it('is decided again for the pods of one changed policy only', () => {
    const kept = workspace();
    const first = kept.read(files(POLICIES)).graph;
    mapOf(first);
    const all = decisionsOf(first).decided;
    const { graph } = kept.read(files([policy('n0', 'a0', '9090'), ...POLICIES.slice(1)]));
    mapOf(graph);
    // As many as the pods of one of the policies need for themselves, of all that are there.
    expect(decisionsOf(graph).decided).toBe(all / POLICIES.length);
  });

  it('gives the answers that deciding all of it gives, whatever changes', () => {
    const changed = fc.record({
      index: fc.nat(POLICIES.length - 1),
      port: fc.constantFrom('8080', '9090', 'http', 'metrics'),
      peer: fc.constantFrom('a0', 'a1', 'nobody'),
    });
    fc.assert(
      fc.property(fc.array(changed, { minLength: 1, maxLength: 3 }), (changes) => {
        const kept = workspace();
        const policies = [...POLICIES];
        mapOf(kept.read(files(policies)).graph);
        for (const { index, port, peer } of changes) {
          const { namespace = '', app = '' } = PLACES[index] ?? {};
          policies[index] = policy(namespace, app, port, peer);
          const { graph } = kept.read(files(policies));
          expect(mapOf(graph)).toEqual(mapOf(workspace().read(files(policies)).graph));
        }
      }),
      { numRuns: 20 },
    );
  });
});
