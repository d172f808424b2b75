import { getAt, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { assumedCaller, podsRunning, shownCaller } from './caller.ts';
import type { Caller } from './caller.ts';

const IMAGE = /(?:^|\/)(?:origin|ose)-haproxy-router(?:-rhel\d+)?$/;

/**
 * Who sends the requests of Routes: pods of openshift-ingress, unless an IngressController publishes itself on the network of
 * its nodes. Whose traffic that is depends on the network: that of namespace `default` for OpenShift SDN, of
 * `openshift-host-network` for OVN-Kubernetes (docs.openshift.com "About network policy", allow-from-openshift-ingress;
 * openshift/api operator/v1 types_ingress.go EndpointPublishingStrategyType).
 */
export function routerCallers(graph: Graph): readonly Caller[] {
  return graph.memo('openshift router', () => {
    const shown = podsRunning(graph, IMAGE);
    if (shown.length > 0 && shown.every(({ hostNetwork }) => !hostNetwork)) return shown.map(shownCaller);
    return hasPods(graph) ? [POD] : [PERHAPS_POD, ...ON_NODES];
  });
}

/** The installation that serves all Routes; others have a share of them. */
const DEFAULT = { namespace: 'openshift-ingress-operator', name: 'default' };

function hasPods(graph: Graph): boolean {
  const all = graph.all('operator.openshift.io/IngressController');
  return (
    all.some(({ namespace, name }) => namespace === DEFAULT.namespace && name === DEFAULT.name) &&
    all.every((one) => {
      const strategy = strategyOf(one);
      return strategy !== undefined && strategy !== 'HostNetwork';
    })
  );
}

function strategyOf({ value }: Resource): string | undefined {
  return stringOf(
    getAt(value, ['spec', 'endpointPublishingStrategy', 'type']) ??
      getAt(value, ['status', 'endpointPublishingStrategy', 'type']),
  );
}

const NAME = 'the OpenShift router';

const POD = callerIn('openshift-ingress', NAME, 'yes');
const PERHAPS_POD = callerIn('openshift-ingress', NAME, 'maybe');
const ON_NODES = ['default', 'openshift-host-network'].map((namespace) =>
  callerIn(namespace, `${NAME} (on the network of its node, as ${namespace})`, 'maybe'),
);

function callerIn(namespace: string, name: string, isPod: 'yes' | 'maybe'): Caller {
  return assumedCaller({
    name,
    isPod,
    namespace,
    labels: { labels: {}, open: true },
    ports: [],
    admittedBy: { 'network.openshift.io/policy-group': 'ingress' },
  });
}
