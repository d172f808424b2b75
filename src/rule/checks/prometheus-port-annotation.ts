import { getAt, stringOf } from '../../base/json.ts';
import { isWhole } from '../../reach/service/behind.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * Ports of the proxies that meshes put into pods, which pass the metrics of the application on or have their own. Sources: istio.io
 * "Application Requirements", "Ports used by Istio"; linkerd2 charts/linkerd-control-plane values.yaml `proxy.ports.admin`; consul-k8s
 * charts/consul values.yaml `connectInject.metrics`.
 */
const PROXY_PORTS: ReadonlySet<string> = new Set(['15020', '15021', '15090', '4191', '20100', '20200']);

/** A pod's prometheus.io/port beside a declared port for metrics with another number. */
export const check: Check = function* (resource, { graph }) {
  for (const pod of graph.podsOf(resource)) {
    const annotations = [...pod.path, 'metadata', 'annotations'];
    const text = stringOf(getAt(resource.value, [...annotations, 'prometheus.io/port']));
    if (text === undefined || isPlaceholder(text) || !isWhole(pod)) continue;
    if (getAt(resource.value, [...annotations, 'prometheus.io/scrape']) !== 'true') continue;
    const at = [...annotations, 'prometheus.io/port'];
    const declared = pod.containers.flatMap(({ ports }) => ports);
    if (PROXY_PORTS.has(text) || declared.some(({ port }) => String(port) === text)) continue;
    const metrics = declared.filter(({ name }) => /metric|prom/.test(name));
    const [only] = metrics;
    if (!/^[0-9]+$/.test(text)) {
      yield {
        at,
        message: `prometheus.io/port ${text} is no number; scrape configurations that read the annotation want digits and leave the port as it is.`,
      };
    } else if (only?.port !== undefined) {
      yield {
        at,
        message: `Prometheus is told to scrape port ${text} of the pods of ${nameOf(resource)}, which declare port ${only.port} (${only.name}) for that.`,
        related: [{ resource, at: only.path, message: `Port ${only.port} is called ${only.name}` }],
      };
    }
  }
};
