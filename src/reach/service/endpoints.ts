import { addTo } from '../../base/multimap.ts';
import { listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';

/** The label by which an EndpointSlice says whose endpoints it holds (api discovery/v1 well_known_labels.go). */
export const SERVICE_NAME = 'kubernetes.io/service-name';

/** A port of Endpoints or of an EndpointSlice: it belongs to the Service port of the same name. */
export interface EndpointPort {
  readonly path: Path;
  /** Empty for the port of a Service that has one without a name. */
  readonly name: string;
  readonly port: number | undefined;
}

export function endpointPorts(resource: Resource): readonly EndpointPort[] {
  if (resource.type === 'discovery.k8s.io/EndpointSlice') return readPorts(resource.value.ports, ['ports']);
  return listOf(resource.value.subsets).flatMap((subset, index) =>
    readPorts(objectOf(subset).ports, ['subsets', index, 'ports']),
  );
}

function readPorts(value: JsonValue | undefined, path: Path): readonly EndpointPort[] {
  return listOf(value).map((entry, index) => {
    const port = objectOf(entry);
    return { path: [...path, index], name: stringOf(port.name) ?? '', port: numberOf(port.port) };
  });
}

/** The name of the Service that a written Endpoints object or EndpointSlice is for. */
export function serviceNameOf(resource: Resource): string | undefined {
  return resource.type === 'Endpoints' ? resource.name : resource.labels[SERVICE_NAME];
}

/** The Endpoints and EndpointSlices that are written for a Service (SV7). */
export function endpointsFor(graph: Graph, service: Resource): readonly Resource[] {
  const table = graph.memo('endpoints of services', () => {
    const found = new Map<string, Resource[]>();
    for (const type of ['Endpoints', 'discovery.k8s.io/EndpointSlice']) {
      for (const resource of graph.all(type)) {
        const name = serviceNameOf(resource);
        if (name === undefined) continue;
        const key = `${resource.namespace}\0${name}`;
        addTo(found, key, resource);
      }
    }
    return found;
  });
  return table.get(`${service.namespace}\0${service.name}`) ?? [];
}
