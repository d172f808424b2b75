import { getAt, stringOf } from '../../base/json.ts';
import { isHeadless, listServicePorts, servicePorts, serviceType } from '../../reach/service/service.ts';
import { servedPorts, targetPortOf, weightedRefs } from '../../reach/openshift/table.ts';
import { selectorOf } from '../../reach/service/behind.ts';
import { serviceVariants } from '../../reference/same-name.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * The port of an OpenShift Route: the name of a port of the Service, or the number that its pods listen on. Source:
 * openshift/api route/v1 types.go RoutePort.
 */
export const check: Check = function* (route, { graph }) {
  const at = ['spec', 'port', 'targetPort'];
  const wanted = targetPortOf(route);
  const name = stringOf(getAt(route.value, ['spec', 'to', 'name']));
  if (route.unrendered !== undefined || name === undefined) return;
  if (wanted === undefined || isPlaceholderName(String(wanted))) return;
  const services = serviceVariants(graph, route.namespace, name);
  if (
    services === undefined ||
    services.some((one) => serviceType(one) === 'ExternalName' || isHeadless(one))
  )
    return;
  // A backend without weight gets nothing, and endpoints made by hand have ports of their own.
  if (weightedRefs(route)[0]?.share === 0) return;
  if (services.some((one) => selectorOf(one) === undefined)) return;
  const [service] = services;
  const ports = services.flatMap(servicePorts);
  if (ports.length === 0 || services.some((one) => servedPorts(graph, route, one).length > 0)) return;
  const [byNumber] = ports.filter(({ port }) => port === wanted);
  const hint =
    byNumber === undefined
      ? ''
      : ` ${wanted} is the port of the Service; a Route wants its name or the port of the pods (${byNumber.targetPort ?? '?'}).`;
  yield {
    at,
    message: `${nameOf(route)} sends requests to port ${wanted} of ${nameOf(service)}, which has ${listServicePorts(ports)}; requests get 503.${hint}`,
    related: [
      {
        resource: service,
        at: ['spec', 'ports'],
        part: 'key',
        message: `${nameOf(service)} listens on ${listServicePorts(ports)}`,
      },
    ],
  };
};
