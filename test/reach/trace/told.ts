import { worldOf } from '../policies.ts';
import { trace } from '../../../src/reach/trace/trace.ts';
import type { Trace } from '../../../src/reach/trace/hop.ts';
import { workloadsOf } from '../../../src/reach/map/workload.ts';
import type { Workload } from '../../../src/reach/map/workload.ts';
import type { Graph } from '../../../src/reference/graph.ts';

/** A Deployment whose containers declare TCP 8080, and a Service of its name on port 80. `more` is of the pods' metadata. */
export function app(namespace: string, name: string, more = '', spec = ''): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { ${more === '' ? `labels: { app: ${name} }` : more} }
    spec: { ${spec}containers: [{ name: main, image: one, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
`;
}

export function workloadOf(graph: Graph, name: string): Workload {
  const found = workloadsOf(graph).find((one) => `${one.namespace}/${one.resource.name}` === name);
  if (found === undefined) throw new Error(`no workload ${name}`);
  return found;
}

/** A request from the workload `from` to port 80 of the Service `to`, both as `namespace/name`. */
export function traced(text: string, from: string, to: string): Trace {
  const { graph } = worldOf(text);
  const [namespace = '', name = ''] = to.split('/');
  const service = graph.find('Service', namespace, name);
  if (service === undefined) throw new Error(`no Service ${to}`);
  return trace(graph, { workload: workloadOf(graph, from) }, { service, port: 80 });
}

/** `depends: dns depends, service`: the verdict, and of the hops those that are not simply passed. */
export function format({ verdict, hops }: Trace): string {
  const open = hops.filter((hop) => hop.verdict !== 'allowed').map((hop) => `${hop.kind} ${hop.verdict}`);
  return [verdict, ...open].join(', ');
}
