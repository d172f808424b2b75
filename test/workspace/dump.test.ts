import { describe, expect, it } from 'vitest';
import { ConnectionMap } from '../../src/reach/map/connection-map.ts';
import { Workspace } from '../../src/workspace/workspace.ts';

interface Owner {
  readonly kind: string;
  readonly name: string;
}

let uids = 0;

/** What `kubectl get -o yaml` says of an object beside what somebody wrote. */
function metadata(name: string, owner?: Owner, labels: Record<string, string> = {}): object {
  const kept = {
    apiVersion: 'apps/v1',
    controller: true,
    blockOwnerDeletion: true,
    uid: `uid-${owner?.kind}-${owner?.name}`,
  };
  return {
    name,
    namespace: 'shop',
    uid:
      owner === undefined
        ? `uid-Deployment-${name}`
        : `uid-${owner.kind === 'Deployment' ? 'ReplicaSet' : 'Pod'}-${name}`,
    resourceVersion: String(uids++),
    labels,
    ...(owner === undefined ? {} : { ownerReferences: [{ ...kept, ...owner }] }),
  };
}

const podSpec = (config: string): object => ({
  containers: [
    {
      name: 'web',
      image: 'web:1',
      ports: [{ containerPort: 8080 }],
      envFrom: [{ configMapRef: { name: config } }],
    },
  ],
});

function deployment(config: string): object {
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: podSpec(config) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata('web'),
    spec: { replicas: 2, selector: { matchLabels: labels }, template },
  };
}

function replicaSet(hash: string, replicas: number): object {
  const labels = { app: 'web', 'pod-template-hash': hash };
  const template = { metadata: { labels }, spec: podSpec('settings') };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: metadata(`web-${hash}`, { kind: 'Deployment', name: 'web' }, labels),
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
}

function pod(hash: string, name: string, labels: Record<string, string> = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata(
      `web-${hash}-${name}`,
      { kind: 'ReplicaSet', name: `web-${hash}` },
      { app: 'web', 'pod-template-hash': hash, ...labels },
    ),
    spec: podSpec('settings'),
  };
}

const settings = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data: { a: 'b' },
};

function service(selector: Record<string, string>): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector, ports: [{ port: 80, targetPort: 8080 }] },
  };
}

function world(items: readonly object[]): Workspace {
  const workspace = new Workspace({ closedWorld: true, kubernetesVersion: '1.34' });
  workspace.read(files(items));
  return workspace;
}

function files(items: readonly object[]): { file: string; text: string }[] {
  return [{ file: 'dump.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 1) }];
}

function ends(items: readonly object[]): readonly string[] {
  const workspace = new Workspace({ closedWorld: false, kubernetesVersion: '1.34' });
  return new ConnectionMap(workspace.read(files(items)).graph).workloads.map(({ name }) => name);
}

function found(items: readonly object[]): readonly string[] {
  return world(items)
    .check(files(items))
    .diagnostics.map(({ rule, resource }) => `${rule} ${resource?.kind ?? ''}/${resource?.name ?? ''}`);
}

const running = [
  replicaSet('6d4b75cb6d', 0),
  replicaSet('5f7d8c9b4', 2),
  pod('5f7d8c9b4', 'a'),
  pod('5f7d8c9b4', 'b'),
];

describe('a dump of a cluster', () => {
  it('has one end for a Deployment, its ReplicaSets and their Pods', () => {
    expect(ends([deployment('settings'), settings, ...running])).toEqual(['shop/Deployment/web']);
  });

  it('has the ReplicaSet for an end where the Deployment is not in it, and none for those that a rollout left', () => {
    expect(ends(running)).toEqual(['shop/ReplicaSet/web-5f7d8c9b4']);
  });

  it('has one end for the Pods of an owner that is not in it', () => {
    expect(ends([pod('5f7d8c9b4', 'a'), pod('5f7d8c9b4', 'b'), pod('7c9f6b5d8', 'c')])).toEqual([
      'shop/Pod/web-5f7d8c9b4-a',
      'shop/Pod/web-7c9f6b5d8-c',
    ]);
  });

  it('keeps to the object of the same uid: one that was made anew does not own the pods of the old one', () => {
    const anew = { ...deployment('settings'), metadata: { ...metadata('web'), uid: 'another' } };
    expect(ends([anew, ...running])).toEqual(['shop/Deployment/web', 'shop/ReplicaSet/web-5f7d8c9b4']);
  });

  it('says what is wrong with a template once, at what somebody wrote', () => {
    const missing = running.map(
      (one) => JSON.parse(JSON.stringify(one).replaceAll('settings', 'setings')) as object,
    );
    expect(found([deployment('setings'), settings, ...missing])).toEqual([
      'configmap-missing Deployment/web',
    ]);
  });

  it('does not miss a label that running pods have and the template does not', () => {
    const labelled = [...running, pod('5f7d8c9b4', 'c', { active: 'yes' })];
    expect(found([deployment('settings'), settings, ...labelled, service({ active: 'yes' })])).toEqual([]);
    expect(found([deployment('settings'), settings, ...running, service({ active: 'yes' })])).toEqual([
      'service-selects-no-pod Service/web',
    ]);
  });

  it('does not judge the endpoints that Kubernetes keeps', () => {
    const slice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'web-abcde',
        namespace: 'shop',
        labels: {
          'kubernetes.io/service-name': 'web',
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        },
      },
      addressType: 'IPv4',
      ports: [{ name: 'other', port: 8080 }],
      endpoints: [{ addresses: ['10.244.0.7'] }],
    };
    const endpoints = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {
        name: 'web',
        namespace: 'shop',
        labels: { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
      },
      subsets: [{ addresses: [{ ip: '10.244.0.7' }], ports: [{ port: 8080 }] }],
    };
    expect(
      found([deployment('settings'), settings, ...running, service({ app: 'web' }), slice, endpoints]),
    ).toEqual([]);
  });

  it('tells of an operator that made a StatefulSet by what it made', () => {
    const owner = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name: 'k8s', namespace: 'shop', uid: 'p', resourceVersion: '1' },
      spec: {},
    };
    const labels = { 'app.kubernetes.io/name': 'prometheus' };
    const made = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: {
        name: 'prometheus-k8s',
        namespace: 'shop',
        uid: 's',
        resourceVersion: '2',
        ownerReferences: [
          {
            apiVersion: 'monitoring.coreos.com/v1',
            kind: 'Prometheus',
            name: 'k8s',
            uid: 'p',
            controller: true,
          },
        ],
      },
      spec: {
        serviceName: 'x',
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podSpec('settings') },
      },
    };
    expect(ends([owner, made])).toEqual(['shop/StatefulSet/prometheus-k8s']);
  });
});
