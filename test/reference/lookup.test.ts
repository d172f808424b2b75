import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/document/read.ts';
import { Graph } from '../../src/reference/graph.ts';
import { objectsOf, resourceOf } from '../../src/resource/resource.ts';
import type { Resource } from '../../src/resource/resource.ts';

/** The graph of the documents of some files. */
function graphOf(files: Readonly<Record<string, string>>, closedWorld = false): Graph {
  const resources = Object.entries(files).flatMap(([file, text]): readonly Resource[] =>
    readDocuments(text).flatMap(({ offset, document }, index) =>
      objectsOf({ file, index, offset, document }).map((object) => resourceOf(object, 'default', new Set())),
    ),
  );
  return new Graph({ resources, closedWorld, unreadable: [] });
}

const workload = (name: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: c, image: i }] }
---`;
const service = (name: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ port: 80 }] }
---`;
const ingress = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec: { defaultBackend: { service: { name: checkout, port: { number: 80 } } } }
---`;

function verdict(files: Readonly<Record<string, string>>, closedWorld = false): string {
  const graph = graphOf(files, closedWorld);
  const [referrer] = graph.all('networking.k8s.io/Ingress');
  if (referrer === undefined) throw new Error('no Ingress');
  const resolution = graph.lookUp(referrer, 'Service', 'shop', 'checkout');
  return resolution.status === 'missing' ? `missing ${resolution.certainty}` : resolution.status;
}

describe('a Service that an Ingress names', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['is found', { 'a.yaml': ingress + service('checkout') }, 'found'],
    ['is unknown where nothing else of the namespace is here', { 'a.yaml': ingress }, 'unknown'],
    ['is unknown where no Service here has its pods', { 'a.yaml': ingress + service('web') }, 'unknown'],
    [
      'is missing beside a complete application',
      { 'a.yaml': ingress + service('web') + workload('web') },
      'missing certain',
    ],
    [
      'is missing where the files of the namespace hold one object each',
      { 'i.yaml': ingress, 's.yaml': service('web'), 'd.yaml': workload('web') },
      'missing certain',
    ],
    [
      'is unknown where its own file is incomplete, whatever else is there',
      { 'a.yaml': ingress + service('shelf'), 'b.yaml': service('web') + workload('web') },
      'unknown',
    ],
    [
      'is unknown among files of which most are parts of something',
      {
        'i.yaml': ingress,
        'a.yaml': service('web') + workload('web'),
        'b.yaml': service('shelf'),
        'c.yaml': service('till'),
      },
      'unknown',
    ],
    [
      'is missing where one Service of two lacks its pods',
      { 'i.yaml': ingress, 'a.yaml': service('web') + workload('web'), 'b.yaml': service('shelf') },
      'missing certain',
    ],
    [
      'is missing where a neighbour has nearly its name',
      { 'a.yaml': ingress, 'b.yaml': service('chekout') },
      'missing certain',
    ],
    [
      'is unknown where a chart is delivered into the namespace',
      {
        'a.yaml': ingress + service('web') + workload('web'),
        'b.yaml':
          'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: redis, namespace: shop }\n',
      },
      'unknown',
    ],
    [
      'is unknown where an operator may make it',
      {
        'a.yaml': ingress + service('web') + workload('web'),
        'b.yaml': 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: checkout, namespace: shop }\n',
      },
      'unknown',
    ],
  ])('%s', (_name, files, expected) => {
    expect(verdict(files)).toBe(expected);
  });

  it('is missing in a closed world', () => {
    expect(verdict({ 'a.yaml': ingress }, true)).toBe('missing certain');
  });
});

describe('what is in every cluster', () => {
  it.each([
    ['ServiceAccount', 'shop', 'default'],
    ['ConfigMap', 'shop', 'kube-root-ca.crt'],
    ['Service', 'default', 'kubernetes'],
    ['Service', 'kube-system', 'kube-dns'],
    ['scheduling.k8s.io/PriorityClass', '', 'system-node-critical'],
    ['rbac.authorization.k8s.io/ClusterRole', '', 'view'],
  ])('%s %s/%s is never missing, not even in a closed world', (type, namespace, name) => {
    const graph = graphOf({ 'a.yaml': ingress }, true);
    const [referrer] = graph.resources;
    if (referrer === undefined) throw new Error('no referrer');
    expect(graph.lookUp(referrer, type, namespace, name).status).toBe('implied');
  });
});

it('knows the name label of every namespace, and overrides what a manifest says of it', () => {
  const graph = graphOf({
    'a.yaml':
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { kubernetes.io/metadata.name: other } }\n',
  });
  expect(graph.namespaceLabels('shop')).toMatchObject({
    labels: { 'kubernetes.io/metadata.name': 'shop' },
    open: false,
  });
  expect(graph.namespaceLabels('depot')).toEqual({
    labels: { 'kubernetes.io/metadata.name': 'depot' },
    open: true,
  });
});
