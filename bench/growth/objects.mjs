/** Plain, healthy objects in the namespace `shop`, to make many of. JSON is YAML. */

export const document = (...objects) =>
  objects.map((one) => `---\n${JSON.stringify(one, undefined, 1)}\n`).join('');

export const container = (more = {}) => ({
  name: 'main',
  image: 'example.com/app:1.0',
  ports: [{ name: 'http', containerPort: 8080 }],
  resources: { requests: { cpu: '1', memory: '1Mi' }, limits: { memory: '1Mi' } },
  ...more,
});

export const deployment = (name, app, more) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: { containers: [container(more)] } },
  },
});

export const service = (name, selector) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
});

export const policy = (name, matchLabels, ingress) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'shop' },
  spec: { podSelector: { matchLabels }, policyTypes: ['Ingress'], ingress },
});

export const block = (address) => ({ ipBlock: { cidr: `${address}/32` } });
