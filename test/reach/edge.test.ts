import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockedAt } from '../../src/reach/edge/blocked.ts';
import type { BlockedEdge } from '../../src/reach/edge/blocked.ts';
import { neededEdges } from '../../src/reach/edge/needed.ts';
import { openingPolicies } from '../../src/reach/edge/opening.ts';
import type { Graph } from '../../src/reference/graph.ts';
import { worldOf } from './policies.ts';

const SHOP = `
${workload('Deployment', 'web', 8080, 'env: [{ name: API, value: "http://api" }]')}
---
${workload('Deployment', 'api', 8080, 'args: ["--db=postgres://db.shop.svc.cluster.local:5432/app"]')}
---
${workload('StatefulSet', 'db', 5432, 'env: []', 'replicas: 3,')}
---
${service('web', 80, 8080, 'type: NodePort,')}
---
${service('api', 80, 8080)}
---
${service('db', 5432, 5432, 'clusterIP: None,')}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: nginx
  defaultBackend: { service: { name: web, port: { number: 80 } } }
---
`;

function workload(kind: string, name: string, port: number, told: string, spec = ''): string {
  return `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
  { ${spec} selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name}, "on": "true" } },
    spec: { containers: [{ name: c, image: one, ports: [{ name: peer, containerPort: ${port} }], ${told} }] } } }`;
}

function service(name: string, port: number, target: number, spec = ''): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { ${spec} selector: { app: ${name} }, ports: [{ port: ${port}, targetPort: ${target} }] }`;
}

function policy(name: string, spec: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
---`;
}

function graphOf(text: string): Graph {
  return worldOf(SHOP + text).graph;
}

function blockedIn(graph: Graph): readonly BlockedEdge[] {
  return graph
    .all('networking.k8s.io/NetworkPolicy')
    .flatMap((resource) => blockedAt(graph, resource))
    .flatMap(({ edges }) => edges);
}

function requests(edges: readonly BlockedEdge[]): readonly string[] {
  return edges.map(({ edge }) => edge.promise.requests).sort();
}

const OTHERS = [
  'connections between the replicas of StatefulSet shop/db',
  'requests from outside to port 80 of Service shop/web',
  'requests that match no rule of Ingress shop/web',
];

describe('what the manifests promise', () => {
  it('is found where it is written', () => {
    const edges = neededEdges(graphOf(''));
    expect(
      edges.map(({ kind, promise }) => `${kind}: ${promise.resource.name} ${promise.at.join('.')}`),
    ).toEqual([
      'ingress: web spec.defaultBackend.service.name',
      'call: web spec.template.spec.containers.0.env.0.value',
      'call: api spec.template.spec.containers.0.args.0',
      'node-port: web spec.type',
      'peers: db spec.template.spec.containers.0.ports.0',
    ]);
  });

  it('lands on the port of the pods, not on that of the Service', () => {
    const [ingress] = neededEdges(graphOf(''));
    expect(ingress?.landings.map(({ protocol, port }) => `${protocol} ${port}`)).toEqual(['TCP 8080']);
  });
});

describe('a promised request', () => {
  it('is blocked by nobody where there is no policy', () => {
    expect(blockedIn(graphOf(''))).toEqual([]);
  });

  it('is blocked together with all others by a policy that lets nothing in', () => {
    const blocked = blockedIn(graphOf(policy('deny', '{ podSelector: {}, policyTypes: [Ingress] }')));
    expect(requests(blocked)).toHaveLength(5);
    expect(new Set(blocked.map(({ ingress }) => ingress?.at.join('.')))).toEqual(
      new Set(['spec.policyTypes']),
    );
  });

  it('is told where it arrives, if both sides block it', () => {
    const graph = graphOf(
      policy('out', '{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress] }') +
        policy('in', '{ podSelector: { matchLabels: { app: api } } }'),
    );
    const [one, ...more] = blockedIn(graph);
    expect(more).toEqual([]);
    expect(one?.ingress?.policy.name).toBe('in');
    expect(one?.egress?.policy.name).toBe('out');
  });

  it.each([
    [
      'the rule for its port',
      '[{ from: [{ podSelector: { matchLabels: { app: x } } }], ports: [{ port: 8080 }] }]',
      'spec.ingress.0.from',
      'peers',
    ],
    [
      'the rule for its peer',
      '[{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 80 }] }]',
      'spec.ingress.0.ports',
      'ports',
    ],
    [
      'the rules, where none is near',
      '[{ from: [{ podSelector: { matchLabels: { app: x } } }], ports: [{ port: 80 }] }]',
      'spec.ingress',
      'unmentioned',
    ],
    ['the rules, where there is none', '[]', 'spec.ingress', 'closed'],
  ])('is told at %s', (_, ingress, at, why) => {
    const [one] = blockedIn(
      graphOf(policy('api', `{ podSelector: { matchLabels: { app: api } }, ingress: ${ingress} }`)),
    );
    expect(one?.ingress?.at.join('.')).toBe(at);
    expect(one?.ingress?.why).toBe(why);
  });

  it('is told in the policy for the fewest pods', () => {
    const graph = graphOf(
      policy('a-deny', '{ podSelector: {}, policyTypes: [Ingress], ingress: [{ ports: [{ port: 1 }] }] }') +
        policy('api', '{ podSelector: { matchLabels: { app: api } }, ingress: [{ ports: [{ port: 1 }] }] }'),
    );
    const call = blockedIn(graph).find(({ edge }) => edge.promise.requests === 'requests to http://api');
    expect(call?.ingress?.policy.name).toBe('api');
    expect(call?.ingress?.others.map(({ name }) => name)).toEqual(['a-deny']);
  });

  it.each([
    [
      'a policy that is not evaluated may allow it',
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: x, namespace: shop }',
    ],
    [
      'policies may be delivered',
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: x, namespace: shop }\nspec: { chart: { spec: { chart: x } } }',
    ],
  ])('is unknown where %s', (_, other) => {
    const graph = graphOf(`${policy('deny', '{ podSelector: {}, policyTypes: [Ingress] }')}\n${other}\n`);
    expect(blockedIn(graph)).toEqual([]);
  });
});

const peer = fc.constantFrom(
  '{ podSelector: {} }',
  '{ podSelector: { matchLabels: { app: web } } }',
  '{ podSelector: { matchLabels: { app: api } } }',
  '{ namespaceSelector: { matchLabels: { team: x } } }',
  '{ ipBlock: { cidr: 192.0.2.0/24 } }',
);
const port = fc.constantFrom(
  '{ port: 80 }',
  '{ port: 8080 }',
  '{ port: peer }',
  '{ protocol: UDP, port: 8080 }',
);
const rule = fc.tuple(fc.array(peer, { minLength: 1, maxLength: 2 }), fc.array(port, { maxLength: 2 })).map(
  ([peers, ports]) =>
    (list: string) =>
      `{ ${list}: [${peers.join(', ')}], ports: [${ports.join(', ')}] }`,
);
const spec = fc
  .tuple(
    fc.constantFrom(
      '{}',
      '{ matchLabels: { app: web } }',
      '{ matchLabels: { app: api } }',
      '{ matchLabels: { app: db } }',
    ),
    fc.array(rule, { maxLength: 2 }),
    fc.array(rule, { maxLength: 2 }),
  )
  .map(
    ([subject, ingress, egress]) =>
      `{ podSelector: ${subject}, policyTypes: [Ingress, Egress], ingress: [${ingress.map((one) => one('from')).join(', ')}], egress: [${egress.map((one) => one('to')).join(', ')}] }`,
  );
const policies = fc
  .array(spec, { minLength: 1, maxLength: 3 })
  .map((specs) => specs.map((one, index) => policy(`p${index}`, one)).join(''));

describe('the policy that is suggested', () => {
  it('opens what is blocked, whatever the other policies are', () => {
    fc.assert(
      fc.property(policies, (text) => {
        const opening = blockedIn(graphOf(text)).flatMap(openingPolicies);
        const left = blockedIn(graphOf(`${text}\n${opening.join('---\n')}`));
        expect(requests(left)).toEqual([]);
      }),
    );
  });

  it('opens nothing that is not promised', () => {
    const deny = policy('deny', '{ podSelector: {}, policyTypes: [Ingress] }');
    const call = blockedIn(graphOf(deny)).filter(({ edge }) => edge.kind === 'call');
    expect(requests(call)).toHaveLength(2);
    const opening = call.flatMap(openingPolicies).join('---\n');
    expect(requests(blockedIn(graphOf(`${deny}\n${opening}`)))).toEqual(OTHERS);
  });
});
