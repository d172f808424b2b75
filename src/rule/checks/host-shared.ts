import { derived } from '../../base/derived.ts';
import { addTo } from '../../base/multimap.ts';
import { allRoutes, attachmentsOf } from '../../reach/gateway/attachment.ts';
import { classOf } from '../../reach/ingress/class.ts';
import { ingressRules } from '../../reach/ingress/ingress.ts';
import { isCanary } from '../../reach/ingress/nginx.ts';
import { ingressByPath } from '../../reach/ingress/group.ts';
import { areCounterparts } from '../../reach/route/counterpart.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A host that Ingresses of two namespaces have, or an Ingress and a route of a Gateway. */
export const check: Check = function* (ingress, { graph }) {
  if (ingress.unrendered !== undefined || isCanary(ingress)) return;
  const told = new Set<string>();
  for (const { host, at } of ingressRules(ingress)) {
    if (host === '' || isPlaceholderName(host) || told.has(host)) continue;
    told.add(host);
    const other = ownerElsewhere(graph, ingress, host);
    if (other === undefined) continue;
    const effect =
      other.type === ingress.type
        ? 'their paths are merged, and of equal ones only those of the older get requests'
        : 'which of them gets requests depends on where the name of the host leads';
    yield {
      at: [...at, 'host'],
      message: `${nameOf(ingress)} and ${nameOf(other)} both serve ${host}; ${effect}.`,
      related: [
        {
          resource: other,
          at: other.type === ingress.type ? ['spec', 'rules'] : ['spec', 'hostnames'],
          part: 'key',
          message: `${nameOf(other)} serves ${host}`,
        },
      ],
    };
  }
};

/** Each pair of Ingresses is said once, at the later of the two. */
function ownerElsewhere(graph: Graph, ingress: Resource, host: string): Resource | undefined {
  const all = ingressByPath(graph, { host });
  const namespaces = derived(all, 'namespaces', () => new Set(all.map(({ namespace }) => namespace)));
  const others = namespaces.size === 1 && namespaces.has(ingress.namespace) ? [] : all;
  return (
    others.find(
      (other) =>
        other.namespace !== ingress.namespace &&
        graph.isBefore(other, ingress) &&
        classOf(other) === classOf(ingress) &&
        !areCounterparts(graph, ingress, other),
    ) ??
    routesByHost(graph)
      .get(host)
      ?.find((route) => !areCounterparts(graph, ingress, route))
  );
}

function routesByHost(graph: Graph): ReadonlyMap<string, readonly Resource[]> {
  return graph.memo('routes by host', () => {
    const found = new Map<string, Resource[]>();
    for (const route of allRoutes(graph)) {
      if (route.kind !== 'HTTPRoute') continue;
      const hosts = attachmentsOf(graph, route).flatMap(({ listeners }) =>
        listeners.flatMap((one) => one.hosts),
      );
      for (const host of new Set(hosts)) addTo(found, host, route);
    }
    return found;
  });
}
