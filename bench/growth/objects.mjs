/** Plain, healthy objects in the namespace `shop`, to make many of. JSON is YAML. */

export const list = (count, make) => Array.from({ length: count }, (_, index) => make(index));

export const document = (...objects) =>
  objects.map((one) => `---\n${JSON.stringify(one, undefined, 1)}\n`).join('');

/** A dimension of `check` whose objects stand in one file. */
export const checked = (name, base, objects) => ({
  name,
  base,
  command: ['check', '.'],
  files: (count) => ({ 'a.yaml': document(...objects(count)) }),
});

export const object = (apiVersion, kind, name, more = {}) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  ...more,
});

export const container = (more = {}) => ({
  name: 'main',
  image: 'example.com/app:1.0',
  ports: [{ name: 'http', containerPort: 8080 }],
  resources: { requests: { cpu: '1', memory: '1Mi' }, limits: { memory: '1Mi' } },
  ...more,
});

export const deployment = (name, app, more) => workload('Deployment', name, app, more);

export const workload = (kind, name, app, more, spec = {}) =>
  object('apps/v1', kind, name, {
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: 2 }),
      selector: { matchLabels: { app } },
      template: { metadata: { labels: { app } }, spec: { containers: [container(more)], ...spec } },
    },
  });

export const pod = (name, app, spec = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app } },
  spec: { containers: [container()], ...spec },
});

export const service = (name, selector, more = {}) =>
  object('v1', 'Service', name, {
    spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...more },
  });

export const policy = (name, matchLabels, ingress) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, {
    spec: { podSelector: { matchLabels }, policyTypes: ['Ingress'], ingress },
  });

export const egressPolicy = (name, matchLabels, egress) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, {
    spec: { podSelector: { matchLabels }, policyTypes: ['Egress'], egress },
  });

export const address = (index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

export const block = (from) => ({ ipBlock: { cidr: `${from}/32` } });

export const configMap = (name, data) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  data,
});

export const path = (text, name = 'web', pathType = 'Prefix') => ({
  path: text,
  pathType,
  backend: { service: { name, port: { number: 80 } } },
});

export const ingress = (name, rules, annotations = {}, spec = {}) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace: 'shop', annotations },
  spec: { ingressClassName: 'nginx', rules, ...spec },
});

export const web = () => [deployment('web', 'web'), service('web', { app: 'web' })];
