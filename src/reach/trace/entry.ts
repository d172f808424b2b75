import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { requestsOf } from '../chain.ts';
import { outsideCallers } from '../edge/from-node-ports.ts';
import { callersOfRoute } from '../edge/from-references.ts';
import { requestsOfRoute } from '../edge/from-openshift.ts';
import { servedPorts } from '../openshift/table.ts';
import { protocolOf } from '../gateway/kinds.ts';
import type { Caller } from '../peer/caller.ts';
import { ingressCallers } from '../peer/ingress-controller.ts';
import { routerCallers } from '../peer/openshift-router.ts';
import { findServicePort, servicePorts, serviceType } from '../service/service.ts';
import type { ServicePort } from '../service/service.ts';
import type { Hop } from './hop.ts';

/** A way from outside to a Service port. */
export interface Entry {
  readonly hop: Hop;
  readonly callers: readonly Caller[];
}

/** Ingresses, routes and node ports that lead to a Service port. `clients` are those that ask. */
export function entriesTo(
  graph: Graph,
  service: Resource,
  port: ServicePort,
  clients: readonly Caller[],
): readonly Entry[] {
  const referred = graph.referencesTo(service).flatMap((reference): readonly Entry[] => {
    const { row, from, path, port: wanted } = reference;
    if (row.id === 'openshift-route-backend')
      return servedPorts(graph, from, service).some((one) => one.path[2] === port.path[2])
        ? [
            {
              hop: {
                kind: 'entry',
                verdict: 'allowed',
                message: `${nameOf(from)} sends ${requestsOfRoute(graph, from)} to it`,
                place: { resource: from, path },
              },
              callers: routerCallers(graph),
            },
          ]
        : [];
    const found =
      wanted === undefined
        ? undefined
        : findServicePort(servicePorts(service), wanted.value, protocolOf(from));
    if (found === undefined || found.path[2] !== port.path[2]) return [];
    const place = { resource: from, path };
    if (row.id === 'ingress-backend')
      return [
        {
          hop: {
            kind: 'entry',
            verdict: 'allowed',
            message: `${nameOf(from)} sends ${requestsOf(reference)} to it`,
            place,
          },
          callers: ingressCallers(graph, from),
        },
      ];
    if (row.id !== 'route-backend' || found.protocol !== protocolOf(from)) return [];
    const callers = callersOfRoute(graph, from);
    const known = callers.length > 0;
    const message = `${nameOf(from)} sends requests to it${known ? '' : ', for a Gateway that is not in the input'}`;
    return [{ hop: { kind: 'entry', verdict: known ? 'allowed' : 'depends', message, place }, callers }];
  });
  const type = serviceType(service);
  if (type !== 'NodePort' && type !== 'LoadBalancer') return referred;
  return [
    ...referred,
    {
      hop: {
        kind: 'entry',
        verdict: 'allowed',
        message: `${nameOf(service)} is of type ${type}: nodes take requests for it`,
        place: { resource: service, path: ['spec', 'type'] },
      },
      callers: outsideCallers(service, clients),
    },
  ];
}
