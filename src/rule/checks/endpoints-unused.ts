import { nearest } from '../../base/nearest.ts';
import { selectorOf } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { endpointPorts, endpointsFor, SERVICE_NAME, serviceNameOf } from '../../reach/service/endpoints.ts';
import { listServicePorts, servicePorts } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** Endpoints or an EndpointSlice that no Service uses: of no Service, of one that is not there, or of other ports. */
export const check: Check = function* (resource, { graph }) {
  const name = serviceNameOf(resource);
  if (name === undefined) {
    const services = unnamed(graph, resource);
    const [service] = services;
    // Programs use slices of their own without a Service; beside a Service that waits for endpoints it is a mistake.
    if (service === undefined) return;
    yield {
      at: ['metadata', 'labels'],
      message: `${nameOf(resource)} has no label ${SERVICE_NAME}, so it belongs to no Service; ${nameOf(service)} has no endpoints.`,
      severity: 'warning',
      related: [{ resource: service, at: ['spec'], message: `${nameOf(service)} has no selector` }],
    };
    return;
  }
  const service = graph.find('Service', resource.namespace, name);
  if (service === undefined) {
    const finding = missingService(graph, resource, name);
    if (finding !== undefined) yield finding;
    return;
  }
  if (selectorOf(service) === undefined) yield* otherPorts(graph, resource, service);
};

/** Services of the slice's namespace without a selector that nothing gives endpoints. */
function unnamed(graph: Graph, slice: Resource): readonly Resource[] {
  return graph.memo(`waiting services:${slice.namespace}`, () =>
    graph
      .inNamespace(slice.namespace)
      .filter(
        (service) =>
          service.type === 'Service' &&
          service.value.spec !== undefined &&
          selectorOf(service) === undefined &&
          servicePorts(service).length > 0 &&
          endpointsFor(graph, service).length === 0,
      ),
  );
}

function missingService(graph: Graph, resource: Resource, name: string): Finding | undefined {
  const resolution = graph.lookUp(resource, 'Service', resource.namespace, name);
  // Endpoints without a Service serve to elect leaders; only a slip of the name tells that a Service was meant.
  if (resolution.status !== 'missing' || resolution.nearest === undefined) return undefined;
  const { nearest: near } = resolution;
  if (endpointsFor(graph, near).length > 0 || selectorOf(near) !== undefined) return undefined;
  const at = resource.type === 'Endpoints' ? ['metadata', 'name'] : ['metadata', 'labels', SERVICE_NAME];
  return {
    at,
    message: `${nameOf(resource)} is for Service ${name}, which does not exist; ${nameOf(near)} has no endpoints, and requests to it are refused.`,
    related: [{ resource: near, message: `${nameOf(near)} is here` }, ...dependentsOfService(graph, near)],
    fixes: [{ title: `Use ${near.name}`, safety: 'unsafe', edits: [{ at, value: near.name }] }],
  };
}

function* otherPorts(graph: Graph, resource: Resource, service: Resource): Generator<Finding> {
  const ports = servicePorts(service);
  const names = new Set(ports.map(({ name }) => name));
  const given = new Set(
    endpointsFor(graph, service).flatMap((one) => endpointPorts(one).map(({ name }) => name)),
  );
  const [starved] = ports.filter(({ name }) => !given.has(name));
  if (starved === undefined) return;
  for (const port of endpointPorts(resource)) {
    if (names.has(port.name)) continue;
    const called = port.name === '' ? 'has no name' : `is called ${port.name}`;
    const near = nearest(port.name, names) ?? (ports.length === 1 ? starved.name : undefined);
    const at = [...port.path, ...(port.name === '' ? [] : ['name'])];
    yield {
      at,
      message: `A port of ${nameOf(resource)} ${called}, but ${nameOf(service)} has ${listServicePorts(ports)}; endpoints belong to the Service port of the same name, so requests to port ${starved.port ?? '?'} are refused.`,
      related: [
        { resource: service, at: starved.path, message: `${nameOf(service)} has no endpoints for this port` },
        ...dependentsOfService(graph, service, starved),
      ],
      fixes:
        near === undefined || near === '' || port.name === ''
          ? []
          : [{ title: `Call it ${near}`, safety: 'unsafe', edits: [{ at, value: near }] }],
    };
  }
}
