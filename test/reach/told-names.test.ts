import { describe, expect, it } from 'vitest';
import { isToldName } from '../../src/reach/told-names.ts';
import { worldOf } from './policies.ts';

const MAP = `
apiVersion: v1
kind: ConfigMap
metadata: { name: params, namespace: shop }
data: { url: "https://api.example.com", log: info, app.yaml: "server_name: api:80", DB_HOST: db }
---
`;
const told = (container: string, spec = ''): boolean => {
  const { graph } = worldOf(`${MAP}
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { ${spec}containers: [{ name: web, image: "registry.example.com/web:1", ${container} }] }
`);
  return graph.pods('shop').some((pod) => isToldName(graph, pod));
};
const volume = (items = ''): string => `volumes: [{ name: v, configMap: { name: params${items} } }], `;

describe('a pod is told a name', () => {
  it.each([
    ['by a URL', 'env: [{ name: API, value: "https://api.example.com" }]'],
    ['by a host in a setting for hosts', 'env: [{ name: DB_HOST, value: db }]'],
    ['by an argument', 'args: ["--redis=cache:6379"]'],
    [
      'by an entry of a ConfigMap',
      'env: [{ name: A, valueFrom: { configMapKeyRef: { name: params, key: url } } }]',
    ],
    ['by all of a ConfigMap', 'envFrom: [{ configMapRef: { name: params } }]'],
    ['by a mounted file', 'volumeMounts: [{ name: v, mountPath: /e }]', volume()],
  ])('%s', (_how, container, spec = '') => {
    expect(told(container, spec)).toBe(true);
  });

  it.each([
    ['an address', 'env: [{ name: API_HOST, value: "10.0.0.1" }, { name: B, value: "http://127.0.0.1:80" }]'],
    ['a place to listen at', 'args: ["--bind-address=web:8080", "--listen=:80"]'],
    ['the name of a certificate', 'args: [--tls-server-name, "web.shop.svc:443"]'],
    ['a word that looks like a domain', 'args: [--leader-election-id=abc.example.com]'],
    ['itself', 'env: [{ name: HOST, value: localhost }]'],
    ['another entry', 'env: [{ name: A, valueFrom: { configMapKeyRef: { name: params, key: log } } }]'],
    [
      'other files of a volume',
      'volumeMounts: [{ name: v, mountPath: /e }]',
      volume(', items: [{ key: log, path: log }]'),
    ],
    [
      'the one file that is mounted',
      'volumeMounts: [{ name: v, mountPath: /e, subPath: app.yaml }]',
      volume(),
    ],
  ])('not by %s', (_what, container, spec = '') => {
    expect(told(container, spec)).toBe(false);
  });
});
