import { isObject } from '../../base/json.ts';
import { configMapOf, nginxControllers } from '../../reach/ingress/nginx-controller.ts';
import {
  findServicePort,
  isHeadless,
  listServicePorts,
  servicePorts,
  serviceType,
} from '../../reach/service/service.ts';
import { hostPortsOf } from '../../reach/service/host-port.ts';
import { serviceVariants } from '../../reference/same-name.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** `shop/db:5432`, perhaps with `:PROXY` once or twice (NG15). */
const TARGET = /^([a-z0-9-]+)\/([a-z0-9.-]+):([\w-]+)(?::(?:PROXY)?){0,2}$/;

/** Ports that ingress-nginx hands on to Services: the ConfigMaps of --tcp-services-configmap and --udp-services-configmap. */
export const check: Check = function* (map, { graph }) {
  const { data } = map.value;
  if (!isObject(data) || map.unrendered !== undefined || !isStreamMap(graph, map)) return;
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== 'string' || isPlaceholder(value)) continue;
    const at = ['data', key];
    const [, namespace, name, port] = TARGET.exec(value) ?? [];
    if (namespace === undefined || name === undefined || port === undefined) {
      // Others have such ConfigMaps, too, and a form of their own.
      if (nginxControllers(graph).length === 0) continue;
      yield {
        at,
        message: `${nameOf(map)} sends port ${key} to "${value}", which is not namespace/service:port; ingress-nginx leaves it out.`,
      };
      continue;
    }
    const resolution = graph.lookUp(map, 'Service', namespace, name);
    if (resolution.status === 'missing') {
      const { certainty, nearest } = resolution;
      yield {
        at,
        ...(certainty === 'certain' ? {} : { severity: 'info' }),
        message: `${nameOf(map)} sends port ${key} to Service ${qualified(namespace, name)}, which does not exist; connections are refused.${nearest === undefined ? '' : ` Did you mean ${nearest.name}?`}`,
        related: nearest === undefined ? [] : [{ resource: nearest, message: `${nameOf(nearest)} is here` }],
      };
      continue;
    }
    const services = serviceVariants(graph, namespace, name);
    if (services === undefined) continue;
    const [service] = services;
    const ports = services.flatMap(servicePorts);
    const wanted = /^\d+$/.test(port) ? Number(port) : port;
    const told = services.every((one) => serviceType(one) !== 'ExternalName' && !isHeadless(one));
    if (told && !has(ports, wanted))
      yield {
        at,
        message: `${nameOf(map)} sends port ${key} to port ${port} of ${nameOf(service)}, which listens on ${listServicePorts(ports)}; connections are refused.`,
        related: [
          {
            resource: service,
            at: ['spec', 'ports'],
            part: 'key',
            message: `${nameOf(service)} listens on ${listServicePorts(ports)}`,
          },
        ],
      };
    yield* unreached(graph, map, key);
  }
};

/** As for a backend, a targetPort counts, too (controller.go getStreamServices). */
function has(ports: ReturnType<typeof servicePorts>, wanted: number | string): boolean {
  return (
    findServicePort(ports, wanted) !== undefined || ports.some(({ targetPort }) => targetPort === wanted)
  );
}

/** By a controller of the input, or, where none is, by the name that the documentation gives it. */
function isStreamMap(graph: Graph, map: Resource): boolean {
  const controllers = nginxControllers(graph);
  if (controllers.length === 0) return map.name === 'tcp-services' || map.name === 'udp-services';
  return controllers.some((one) => OPTIONS.some((option) => configMapOf(graph, one, option) === map));
}

const OPTIONS = ['tcp-services-configmap', 'udp-services-configmap'] as const;

/** The Services in front of the controller, none of which has the port; its pods may as well be asked on their nodes. */
function* unreached(graph: Graph, map: Resource, key: string): ReturnType<Check> {
  const controller = nginxControllers(graph).find((one) =>
    OPTIONS.some((option) => configMapOf(graph, one, option) === map),
  );
  if (controller === undefined || controller.pod.hostNetwork) return;
  const { pod } = controller;
  if (hostPortsOf(pod, pod.owner.value).some(({ port }) => port === Number(key))) return;
  const fronts = graph.servicesOf(pod);
  const [first] = fronts;
  if (first === undefined || fronts.some((one) => has(servicePorts(one), Number(key)))) return;
  yield {
    at: ['data', key],
    part: 'key',
    severity: 'warning',
    message: `${nameOf(map)} opens port ${key} of ${nameOf(pod.owner)}, but no Service in front of it has that port: ${nameOf(first)} listens on ${listServicePorts(servicePorts(first))}.`,
    related: fronts.map((one) => ({
      resource: one,
      at: ['spec', 'ports'],
      part: 'key' as const,
      message: `${nameOf(one)} is in front of the controller`,
    })),
  };
}
