/** Manifests for the map of connections: workloads in namespaces, with policies as large teams write them. */

const WORKLOADS_IN_APP = 4;
const ROLES = ['web', 'api', 'worker', 'db'];

/** As many workloads as policies: `count` of each, over `namespaces`. */
export function policyManifests(count, namespaces, random) {
  const perNamespace = Math.ceil(count / namespaces);
  const documents = [];
  for (let n = 0; n < namespaces; n++) documents.push(namespace(n));
  for (let i = 0; i < count; i++) {
    const n = Math.floor(i / perNamespace);
    const app = `app-${Math.floor((i % perNamespace) / WORKLOADS_IN_APP)}`;
    const role = ROLES[i % WORKLOADS_IN_APP];
    documents.push(workload(`team-${n}`, `${app}-${role}`, app, role, random));
  }
  for (let i = 0; i < count; i++) {
    const n = Math.floor(i / perNamespace);
    const app = `app-${Math.floor((i % perNamespace) / WORKLOADS_IN_APP)}`;
    documents.push(policy(`team-${n}`, `policy-${i % perNamespace}`, app, i, namespaces, random));
  }
  return documents;
}

const namespace = (n) => `apiVersion: v1
kind: Namespace
metadata:
  name: team-${n}
  labels: { team: team-${n}, tier: ${n % 3 === 0 ? 'edge' : 'core'} }
`;

const workload = (home, name, app, role, random) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${home} }
spec:
  replicas: ${random.between(1, 3)}
  selector: { matchLabels: { app: ${app}, role: ${role} } }
  template:
    metadata: { labels: { app: ${app}, role: ${role}, version: v${random.between(1, 3)} } }
    spec:
      containers:
        - name: main
          image: registry.example.com/${app}/${role}:1
          ports: [{ name: http, containerPort: ${random.pick([8080, 8000, 3000])} }, { name: metrics, containerPort: 9102 }]
`;

function policy(home, name, app, index, namespaces, random) {
  const other = `team-${random.between(0, namespaces - 1)}`;
  const ingress = [
    `{ from: [{ podSelector: { matchLabels: { app: ${app} } } }], ports: [{ port: http }] }`,
    random.pick([
      `{ from: [{ namespaceSelector: { matchLabels: { team: ${other} } }, podSelector: { matchLabels: { role: web } } }], ports: [{ port: ${random.pick([8080, 8000, 3000])} }] }`,
      `{ from: [{ namespaceSelector: { matchLabels: { tier: edge } } }], ports: [{ port: http }] }`,
      `{ from: [{ ipBlock: { cidr: ${random.between(1, 9)}.${random.between(0, 255)}.0.0/16 } }], ports: [{ port: 443 }] }`,
    ]),
    `{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: team-0 } } }], ports: [{ port: metrics }] }`,
  ];
  const egress = [
    `{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }], ports: [{ port: 53, protocol: UDP }, { port: 53 }] }`,
    `{ to: [{ podSelector: {} }] }`,
    `{ to: [{ namespaceSelector: { matchLabels: { team: ${other} } } }], ports: [{ port: http }] }`,
  ];
  const subject =
    index % 40 === 0 ? '{}' : `{ matchLabels: { app: ${app}, role: ${ROLES[index % ROLES.length]} } }`;
  const limitsEgress = random.chance(0.3);
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${home} }
spec:
  podSelector: ${subject}
  policyTypes: [Ingress${limitsEgress ? ', Egress' : ''}]
  ingress: [${ingress.join(', ')}]${limitsEgress ? `\n  egress: [${egress.join(', ')}]` : ''}
`;
}
