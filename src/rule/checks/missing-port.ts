import { listOf, stringOf } from '../../base/json.ts';
import { isHeadless, listServicePorts, servicePorts, serviceType } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Reference, ReferencePort } from '../../reference/reference.ts';
import { sameNamed } from '../../reference/same-name.ts';
import { describe, nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding, FindingFix } from '../rule.ts';
import { effectOf } from '../effect.ts';
import { failsSoftly } from '../soft.ts';
import { verbOf } from '../verb.ts';

/**
 * A port that the referrer asks of a Service of the input, and that it does not have. The number means `spec.ports[].port`,
 * never a targetPort. `with.rows` are the ids of the catalogue's rows, `with.required` says that the port must be written.
 */
export const check: Check = function* (resource, { graph, params }) {
  const rows = new Set(listOf(params.rows).map(stringOf));
  for (const reference of graph.references(resource)) {
    if (!rows.has(reference.row.id) || reference.to !== 'Service') continue;
    const { port } = reference;
    if (port === undefined) {
      if (params.required === true) yield unwritten(graph, reference);
      continue;
    }
    if (typeof port.value !== 'number' || resource.unrendered !== undefined) continue;
    const services = sameNamed(graph, 'Service', reference.namespace, reference.name);
    const [service] = services;
    if (service === undefined || services.some(isUntold)) continue;
    const ports = services.flatMap(servicePorts);
    // A port that is no number yet is filled in later, with any number.
    if (!ports.some((one) => one.port === undefined || one.port === port.value))
      yield findingOf(graph, reference, port, service, ports);
  }
};

/** An alias has no ports of its own, the ports of a headless Service are optional, and an overlay may change them. */
function isUntold(service: Resource): boolean {
  return serviceType(service) === 'ExternalName' || isHeadless(service) || service.unrendered !== undefined;
}

function findingOf(
  graph: Graph,
  reference: Reference,
  { value, path }: ReferencePort,
  service: Resource,
  ports: readonly ServicePort[],
): Finding {
  const { from } = reference;
  const implied = path === reference.path;
  const target = ports.filter(({ targetPort }) => targetPort === value);
  const [meant] = target.length > 0 ? target : ports;
  const only = target.length === 1 || (target.length === 0 && ports.length === 1) ? meant : undefined;
  const hint =
    target.length > 0
      ? ` ${value} is the port of its pods (targetPort).`
      : implied
        ? ` ${value} is meant unless port says otherwise.`
        : '';
  return {
    at: path,
    message: `${nameOf(from)} ${verbOf(reference)} port ${value} of ${nameOf(service)}, which listens on ${listServicePorts(ports)}; ${effectOf(graph, reference) ?? reference.row.effect}.${hint}`,
    ...(failsSoftly(reference) ? { severity: 'warning' } : {}),
    related: [
      {
        resource: service,
        at: ['spec', 'ports'],
        part: 'key',
        message: `${nameOf(service)} listens on ${listServicePorts(ports)}`,
      },
    ],
    fixes: implied || only?.port === undefined ? [] : [usePort(only.port, path, target.length === 1)],
  };
}

function usePort(port: number, at: ReferencePort['path'], safe: boolean): FindingFix {
  return { title: `Use port ${port}`, safety: safe ? 'safe' : 'unsafe', edits: [{ at, value: port }] };
}

function unwritten(graph: Graph, reference: Reference): Finding {
  const { from, to, namespace, name, path } = reference;
  const service = graph.find('Service', namespace, name);
  return {
    at: path,
    message: `${nameOf(from)} ${verbOf(reference)} ${describe(to, namespace, name)} without a port. The API server rejects it: a Service needs one.`,
    related:
      service === undefined
        ? []
        : [
            {
              resource: service,
              at: ['spec', 'ports'],
              part: 'key',
              message: `${nameOf(service)} listens on ${listServicePorts(servicePorts(service))}`,
            },
          ],
  };
}
