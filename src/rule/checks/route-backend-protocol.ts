import { listOf, stringOf } from '../../base/json.ts';
import { otherProtocol } from '../../reach/gateway/backend.ts';
import { protocolOf } from '../../reach/gateway/kinds.ts';
import { lossOf } from '../../reach/gateway/loss.ts';
import { findServicePort, servicePorts } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';
import { failsSoftly } from '../soft.ts';
import { verbOf } from '../verb.ts';

/** A backend whose port is there, but not for the protocol that the route is sent over. `with.rows` are the catalogue's. */
export const check: Check = function* (route, { graph, params }) {
  if (route.unrendered !== undefined) return;
  const rows = new Set(listOf(params.rows).map(stringOf));
  for (const reference of graph.references(route)) {
    const port = reference.port?.value;
    if (!rows.has(reference.row.id) || reference.to !== 'Service' || typeof port !== 'number') continue;
    const { namespace, name } = reference;
    const protocol = otherProtocol(graph, route, { namespace, name, port });
    const service = protocol === undefined ? undefined : graph.find('Service', namespace, name);
    if (protocol === undefined || service === undefined) continue;
    const at = findServicePort(servicePorts(service), port)?.path ?? ['spec', 'ports'];
    const mirrored = reference.row.id === 'route-mirror';
    const { what, fate } = lossOf(route);
    yield {
      at: reference.port?.path ?? reference.path,
      ...(failsSoftly(reference) ? { severity: 'warning' as const } : {}),
      message: `${nameOf(route)} ${verbOf(reference)} port ${port} of ${nameOf(service)}, which is for ${protocol} only, and needs ${protocolOf(route)}; ${mirrored ? 'nothing is mirrored' : `these ${what} do not get through: they ${fate} or fail at the pods`}.`,
      related: [{ resource: service, at, message: `${nameOf(service)} listens on ${port}/${protocol}` }],
    };
  }
};
