import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { programOf, programOfClass } from '../ingress/program.ts';
import type { ControllerProgram } from '../ingress/program.ts';
import { assumedCaller, podsRunning, shownCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { routerCallers } from './openshift-router.ts';

/** Who sends the requests of an Ingress to the pods of its backends: one caller for each workload that may be it. */
export function ingressCallers(graph: Graph, ingress: Resource): readonly Caller[] {
  return callersFor(graph, programOf(graph, ingress));
}

/** The same for all Ingresses of a class. */
export function classCallers(graph: Graph, name: string): readonly Caller[] {
  return callersFor(graph, programOfClass(graph, name));
}

function callersFor(graph: Graph, program: ControllerProgram | undefined): readonly Caller[] {
  if (program === undefined) return [UNKNOWN];
  if (program.id === 'openshift') return routerCallers(graph);
  if (program.image === undefined) return [outsideCluster(program.name)];
  const pods = podsRunning(graph, program.image);
  return pods.length > 0 ? pods.map(shownCaller) : [assumedController(program)];
}

function assumedController({ name, labels = {} }: ControllerProgram): Caller {
  return assumedCaller({
    name,
    isPod: 'yes',
    namespace: undefined,
    likelyIn: LIKELY_IN,
    labels: { labels, open: true },
    ports: [],
  });
}

const LIKELY_IN = /ingress|nginx|traefik|haproxy|contour|kong|istio|envoy|gateway|proxy|edge|infra|system/;

/** Load balancers send from addresses of their network, of which only the provider knows. */
function outsideCluster(name: string): Caller {
  return assumedCaller({ name, isPod: 'no', namespace: undefined, labels: { labels: {} }, ports: [] });
}

const UNKNOWN: Caller = assumedCaller({
  name: 'the Ingress controller',
  isPod: 'maybe',
  namespace: undefined,
  likelyIn: LIKELY_IN,
  labels: { labels: {}, open: true },
  ports: [],
});
