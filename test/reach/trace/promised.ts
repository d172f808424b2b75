import { getAt, listOf, numberOf, objectOf, stringOf } from '../../../src/base/json.ts';
import { workloadsOf } from '../../../src/reach/map/workload.ts';
import { internet, trace } from '../../../src/reach/trace/trace.ts';
import type { Graph } from '../../../src/reference/graph.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { byOpenshift } from './promised-by-openshift.ts';
import { byRoute } from './promised-by-route.ts';
import { hostFor, ofService, pathFor, portOf, urlOf } from './promised-parts.ts';
import type { Needed, Promised } from './promised-parts.ts';

/** Every request that the manifests promise: by Ingresses, by Routes, by routes of Gateways and meshes, by Services. */
export function promisedBy(graph: Graph): readonly Promised[] {
  return graph.resources.flatMap((resource): readonly Promised[] => {
    if (resource.unrendered !== undefined) return [];
    switch (resource.type) {
      case 'networking.k8s.io/Ingress':
        return byIngress(graph, resource);
      case 'route.openshift.io/Route':
        return byOpenshift(graph, resource);
      case 'Service':
        return byService(graph, resource);
      default:
        return resource.type.startsWith('gateway.networking.k8s.io/') && resource.kind.endsWith('Route')
          ? byRoute(graph, resource)
          : [];
    }
  });
}

function byIngress(graph: Graph, ingress: Resource): readonly Promised[] {
  const spec = objectOf(ingress.value.spec);
  return listOf(spec.rules).flatMap((value, r) => {
    const rule = objectOf(value);
    const host = hostFor(stringOf(rule.host));
    return listOf(objectOf(rule.http).paths).flatMap((entry, p) => {
      const path = objectOf(entry);
      const name = stringOf(getAt(path, ['backend', 'service', 'name']));
      const port = portOf(getAt(path, ['backend', 'service', 'port']));
      const own: Needed = { resource: ingress, at: ['spec', 'rules', r, 'http', 'paths', p, 'backend'] };
      const needs = [own, ...ofService(graph, ingress.namespace, name, port)];
      const where = pathFor(stringOf(path.path));
      if (where === undefined || host === undefined) return [];
      // Without a `tls` nobody says that there is https.
      const schemes = listOf(spec.tls).length > 0 ? ['http', 'https'] : ['http'];
      return schemes.map((scheme) => urlOf(graph, ingress, `${scheme}://${host}${where}`, needs));
    });
  });
}

/** Within the cluster: a request of any other workload to a port of it; from outside, if nodes take requests for it. */
function byService(graph: Graph, service: Resource): readonly Promised[] {
  const [workload] = workloadsOf(graph);
  const { type, ports } = objectOf(service.value.spec);
  return listOf(ports).flatMap((value, p): readonly Promised[] => {
    const port = numberOf(objectOf(value).port);
    if (port === undefined) return [];
    const needs = ofService(graph, service.namespace, service.name, port);
    const what = `Service ${service.namespace}/${service.name}:${port}`;
    const to = { service, port };
    return [
      ...(workload === undefined
        ? []
        : [
            {
              text: `${workload.name} → ${what}`,
              source: service,
              needs,
              trace: () => trace(graph, { workload }, to),
            },
          ]),
      ...(type === 'NodePort' || type === 'LoadBalancer'
        ? [
            {
              text: `internet → ${what}`,
              source: service,
              needs: [...needs, { resource: service, at: ['spec', 'ports', p, 'nodePort'] }],
              trace: () => trace(graph, { outside: internet(graph) }, to),
            },
          ]
        : []),
    ];
  });
}
