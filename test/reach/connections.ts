import { Connectivity } from '../../src/reach/connectivity/connectivity.ts';
import type { Connections, End } from '../../src/reach/connectivity/connectivity.ts';
import type { Graph } from '../../src/reference/graph.ts';
import { worldOf } from './policies.ts';

/**
 * Two namespaces with manifests, `wild` without one. The numbers behind the name `http` differ from pod to pod;
 * `shop/api` has two replicas, `ops/agent` the network of its node.
 */
const CLUSTER = `
{ apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: { team: a } } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: ops, labels: { team: b } } }
---
${pod('shop', 'web', 'ports: [{ name: http, containerPort: 8080 }, { name: http, containerPort: 8081, protocol: UDP }]')}
---
${pod('shop', 'db', 'ports: [{ name: http, containerPort: 9090 }, { name: pg, containerPort: 5432 }]')}
---
${pod('ops', 'prom', 'ports: []')}
---
${pod('ops', 'agent', 'ports: []', 'hostNetwork: true,')}
---
${pod('wild', 'guest', 'ports: []')}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: api } }
    spec: { containers: [{ name: c, image: api, ports: [{ name: http, containerPort: 7070 }] }] }
---
`;

function pod(namespace: string, name: string, ports: string, spec = ''): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } }
spec: { ${spec} containers: [{ name: c, image: one, ${ports} }] }`;
}

/** A NetworkPolicy of the namespace shop, whose spec is YAML in flow or block style. */
export function policy(spec: string, name = 'policy'): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec:
${indent(spec)}
---`;
}

/** A policy without a namespace, of the version that its kind is in. */
export function clusterPolicy(kind: string, spec: string, name = 'default'): string {
  const version = kind === 'ClusterNetworkPolicy' ? 'v1alpha2' : 'v1alpha1';
  return `
apiVersion: policy.networking.k8s.io/${version}
kind: ${kind}
metadata: { name: ${name} }
spec:
${indent(spec)}
---`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

export function graphWith(text: string): Graph {
  return worldOf(CLUSTER + text).graph;
}

/** `shop/web` is a pod or the pods of a workload, everything else an address. */
export function endOf(graph: Graph, text: string): End {
  const found = graph.pods().find(({ namespace, owner }) => `${namespace}/${owner.name}` === text);
  return found === undefined ? { address: text } : { pod: found };
}

export function connections(text: string, from: string, to: string): Connections {
  const graph = graphWith(text);
  return new Connectivity(graph).between(endOf(graph, from), endOf(graph, to));
}

/** What is allowed, and behind a question mark what depends: `TCP 80 ? UDP 53`. */
export function flow(text: string, from: string, to: string): string {
  return format(connections(text, from, to));
}

export function format({ allowed, depends }: Connections): string {
  return depends.isEmpty ? String(allowed) : `${String(allowed)} ? ${String(depends)}`;
}
