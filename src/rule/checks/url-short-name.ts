import { isList, objectOf } from '../../base/json.ts';
import type { Call } from '../../reference/calls.ts';
import { calledBy, callsOf } from '../../reference/calls.ts';
import type { Graph } from '../../reference/graph.ts';
import { servicePorts } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { byMistake, otherPlaces, replaceIn, written } from '../call-finding.ts';
import type { Check } from '../rule.ts';

/** A Service called by its bare name from a namespace where it is not, but exactly one other namespace has it. */
export const check: Check = function* (resource, { graph }) {
  const meant = new Map<string, Resource>();
  const groups = byMistake(callsOf(graph, resource), (call) => {
    const service = meantElsewhere(graph, resource, call);
    if (service === undefined) return undefined;
    meant.set(call.address.host, service);
    return call.address.host;
  });
  for (const [host, calls] of groups) {
    const service = meant.get(host);
    if (service === undefined) continue;
    const full = `${host}.${service.namespace}`;
    yield {
      at: calls[0].text.at,
      message: `${nameOf(resource)} calls ${written(calls[0])}, which is looked up in namespace ${resource.namespace} only; Service ${host} is in namespace ${service.namespace}. The name does not resolve: write ${full}.`,
      related: [...otherPlaces(calls), { resource: service, message: `${nameOf(service)} is here` }],
      fixes: replaceIn(calls, `Use ${full}`, 'unsafe', ({ address: { start, end } }) => ({
        start,
        end,
        by: full,
      })),
    };
  }
};

function meantElsewhere(graph: Graph, from: Resource, call: Call): Resource | undefined {
  const { name, address, text } = call;
  if (name.form !== 'short' || hasOwnSearch(text.pod?.spec.dnsConfig)) return undefined;
  const target = calledBy(graph, call);
  if (target === undefined || target.service !== undefined) return undefined;
  const resolution = graph.lookUp(from, 'Service', from.namespace, name.service);
  if (resolution.status !== 'missing' || resolution.nearest !== undefined) return undefined;
  const [service, another] = resolution.elsewhere;
  if (service === undefined || another !== undefined) return undefined;
  if (address.scheme !== undefined) return service;
  // `redis:7` is an image; `redis:6379` is the address of a Service that listens there.
  const { port } = address;
  return typeof port === 'object' && servicePorts(service).some((one) => one.port === port.value)
    ? service
    : undefined;
}

function hasOwnSearch(config: Parameters<typeof objectOf>[0]): boolean {
  return isList(objectOf(config).searches);
}
