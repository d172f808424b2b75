import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/document/read.ts';
import { podsOf } from '../../src/resource/pod.ts';
import type { Pod } from '../../src/resource/pod.ts';
import { objectsOf, resourceOf } from '../../src/resource/resource.ts';

function podsIn(text: string): readonly Pod[] {
  return readDocuments(text).flatMap(({ offset, document }, index) =>
    objectsOf({ file: 'a.yaml', index, offset, document }).flatMap((object) =>
      podsOf(resourceOf(object, 'default', new Set())),
    ),
  );
}

const template =
  'template: { metadata: { labels: { app: x } }, spec: { containers: [{ name: c, image: i }] } }';

describe('a pod template', () => {
  it.each([
    ['v1', 'Pod', 'metadata: { labels: { app: x } }\nspec: { containers: [{ name: c, image: i }] }'],
    ['v1', 'ReplicationController', `spec: { ${template} }`],
    ['apps/v1', 'Deployment', `spec: { ${template} }`],
    ['apps/v1', 'ReplicaSet', `spec: { ${template} }`],
    ['apps/v1', 'StatefulSet', `spec: { ${template} }`],
    ['apps/v1', 'DaemonSet', `spec: { ${template} }`],
    ['extensions/v1beta1', 'Deployment', `spec: { ${template} }`],
    ['batch/v1', 'Job', `spec: { ${template} }`],
    ['batch/v1', 'CronJob', `spec: { jobTemplate: { spec: { ${template} } } }`],
    ['argoproj.io/v1alpha1', 'Rollout', `spec: { ${template} }`],
    ['serving.knative.dev/v1', 'Service', `spec: { ${template} }`],
    ['ray.io/v1', 'RayCluster', `spec: { headGroupSpec: { ${template} } }`],
    ['kubeflow.org/v1', 'PyTorchJob', `spec: { pytorchReplicaSpecs: { Master: { ${template} } } }`],
    ['example.com/v1', 'Anything', `spec: { groups: [{ name: a, ${template} }] }`],
  ])('is found in %s %s', (apiVersion, kind, body) => {
    const pods = podsIn(`apiVersion: ${apiVersion}\nkind: ${kind}\n${body}\n`);
    expect(pods).toHaveLength(1);
    expect(pods[0]).toMatchObject({ labels: { app: 'x' }, written: true });
    expect(pods[0]?.containers.map(({ name }) => name)).toEqual(['c']);
  });

  it('is not guessed where a custom resource only looks like one', () => {
    expect(
      podsIn('apiVersion: example.com/v1\nkind: A\nspec: { containers: [], spec: { containers: [] } }\n'),
    ).toEqual([]);
  });

  it('knows which labels the controller adds', () => {
    const [pod] = podsIn(`apiVersion: apps/v1\nkind: StatefulSet\nspec: { ${template} }\n`);
    expect([...(pod?.added ?? [])]).toContain('statefulset.kubernetes.io/pod-name');
  });

  it('tells sidecars from init containers', () => {
    const [pod] = podsIn(
      'apiVersion: v1\nkind: Pod\nspec: { containers: [{ name: a }], initContainers: [{ name: b, restartPolicy: Always }, { name: c }] }\n',
    );
    expect(pod?.containers.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'a main',
      'b sidecar',
      'c init',
    ]);
  });
});

describe('the objects of a list', () => {
  it('survive a sibling that is none', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems: [null, 7, { apiVersion: v1, kind: Namespace, metadata: { name: a } }]\n';
    const [first] = readDocuments(text);
    if (first === undefined) throw new Error('no document');
    const found = objectsOf({ file: 'a.yaml', index: 0, offset: 0, document: first.document });
    expect(found.map(({ base }) => base)).toEqual([['items', 2]]);
  });

  it('take kind and version from a typed list', () => {
    const [first] = readDocuments('apiVersion: v1\nkind: ServiceList\nitems: [{ metadata: { name: a } }]\n');
    if (first === undefined) throw new Error('no document');
    const found = objectsOf({ file: 'a.yaml', index: 0, offset: 0, document: first.document });
    expect(found[0]?.value).toMatchObject({ apiVersion: 'v1', kind: 'Service' });
  });
});
