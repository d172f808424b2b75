import type { Graph } from '../../reference/graph.ts';
import { assumedCaller, podsRunning, shownCaller } from './caller.ts';
import type { Caller } from './caller.ts';

/**
 * Who scrapes: the pods of Prometheus in the input, those that the operator makes for a Prometheus object among them;
 * else one in a namespace that nobody shows.
 */
export function prometheus(graph: Graph): readonly Caller[] {
  const made = graph.all('monitoring.coreos.com/Prometheus').flatMap((resource) => graph.podsOf(resource));
  const pods = [...made, ...podsRunning(graph, /(?:^|\/)prometheus$/)];
  return pods.length > 0 ? pods.map(shownCaller) : [PROMETHEUS];
}

/** Labels: prometheus-operator pkg/prometheus/server/statefulset.go; the prometheus chart has the same name label. */
const PROMETHEUS: Caller = assumedCaller({
  name: 'Prometheus',
  isPod: 'yes',
  namespace: undefined,
  likelyIn: /monitor|prom|observ|metric|telemetry|grafana/,
  labels: { labels: { 'app.kubernetes.io/name': 'prometheus' }, open: true },
  ports: [],
});
