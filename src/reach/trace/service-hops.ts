import { someOf } from '../../base/some.ts';
import { stringOf } from '../../base/json.ts';
import { isProtocol } from '../../base/ports.ts';
import type { Graph } from '../../reference/graph.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatSelector } from '../../resource/selector.ts';
import type { Landing } from '../edge/edge.ts';
import { endsByItself, isWhole, selectorOf } from '../service/behind.ts';
import { endpointsFor } from '../service/endpoints.ts';
import {
  declaredPorts,
  findPort,
  findServicePort,
  isHeadless,
  listServicePorts,
  servicePorts,
  serviceType,
  specOf,
} from '../service/service.ts';
import type { ServicePort } from '../service/service.ts';
import { alike } from './hop.ts';
import type { Hop } from './hop.ts';

/** A Service on the way: its port, and the pods behind it. */
export interface ServiceHops {
  readonly hops: readonly Hop[];
  /** Undefined where the request goes no further, or nobody knows where. */
  readonly port: ServicePort | undefined;
  readonly landings: readonly Landing[];
}

/** `named` are the pods that are called by a name of their own below the Service: the port is theirs then, as of a headless Service. */
export function serviceHops(
  graph: Graph,
  service: Resource,
  wanted: number | string,
  named?: readonly Pod[],
): ServiceHops {
  const ports = servicePorts(service);
  const name = nameOf(service);
  if (serviceType(service) === 'ExternalName') {
    const message = `${name} is another name for ${stringOf(specOf(service).externalName) ?? 'nothing'}, outside of these manifests`;
    const place = { resource: service, path: ['spec', 'externalName'] };
    return { hops: [{ kind: 'service', verdict: 'depends', message, place }], port: undefined, landings: [] };
  }
  const direct = isHeadless(service) || named !== undefined;
  const written = findServicePort(ports, wanted);
  const port =
    written !== undefined && (named === undefined || isHeadless(service))
      ? written
      : direct
        ? portOfPods(wanted)
        : undefined;
  if (port === undefined) {
    const message = `${name} listens on ${listServicePorts(ports)}, not on ${wanted}`;
    const place = { resource: service, path: ['spec', 'ports'], part: 'key' as const };
    return { hops: [{ kind: 'service', verdict: 'blocked', message, place }], port: undefined, landings: [] };
  }
  const how =
    named !== undefined
      ? ': the name leads to the pod itself'
      : isHeadless(service)
        ? ', headless: its name leads to the pods themselves'
        : '';
  const hop: Hop = {
    kind: 'service',
    verdict: 'allowed',
    message: ports.includes(port)
      ? `${name} listens on ${listServicePorts([port])}${how}`
      : `${name}${named === undefined ? how.slice(1) : how}`,
    place: { resource: service, path: port.path },
  };
  return endpoints(graph, service, port, hop, direct, named);
}

/** Nothing maps the ports of a headless Service, and nothing keeps others out: a number is that of the pods. */
function portOfPods(wanted: number | string): ServicePort | undefined {
  if (typeof wanted !== 'number') return undefined;
  const path = ['spec', 'clusterIP'];
  return {
    path,
    name: '',
    port: wanted,
    protocol: 'TCP',
    targetPort: wanted,
    targetPath: path,
    targetWritten: false,
    nodePort: undefined,
  };
}

function endpoints(
  graph: Graph,
  service: Resource,
  port: ServicePort,
  first: Hop,
  direct: boolean,
  named: readonly Pod[] | undefined,
): ServiceHops {
  const [written] = endpointsFor(graph, service);
  const selector = selectorOf(service);
  const place = { resource: service, path: ['spec', 'selector'], part: 'key' as const };
  const end = (verdict: Hop['verdict'], message: string, at: Hop['place'] = place): ServiceHops => ({
    hops: [first, { kind: 'endpoints', verdict, message, place: at }],
    port,
    landings: [],
  });
  if (selector === undefined)
    return written === undefined
      ? end('blocked', `${nameOf(service)} selects no pods, and no endpoints are written for it`, {
          resource: service,
          path: ['metadata', 'name'],
        })
      : end('depends', `${nameOf(written)} lists its endpoints`, {
          resource: written,
          path: ['metadata', 'name'],
        });
  const { sure, possible } = graph.podsBehind(service);
  const pods = [...sure, ...possible].filter((pod) =>
    // Who asks for a pod of a Job by its name knows that it ends.
    named === undefined ? !endsByItself(pod) : named.includes(pod),
  );
  // Whether others may be there, or containers that somebody adds, is for `check` to say.
  if (pods.length === 0) return end('depends', `No pod of the manifests has ${formatSelector(selector)}`);
  const landings = pods.flatMap((pod) => landingOn(direct, port, pod));
  const verdict = alike(pods.map((pod) => verdictFor(port, pod, possible.includes(pod))));
  const names = someOf(new Set(pods.map(({ owner }) => nameOf(owner))));
  const to = [...new Set(landings.map(({ protocol, port: number }) => `${protocol} ${number}`))].join(', ');
  const message =
    landings.length === 0
      ? `${names}: no container has port ${String(port.targetPort)}`
      : `${names}: ${typeof port.targetPort === 'string' && !direct ? `port ${port.targetPort} is ` : ''}${to}`;
  return {
    hops: [
      first,
      { kind: 'endpoints', verdict, message, place: { resource: service, path: port.targetPath } },
    ],
    port,
    landings,
  };
}

function landingOn(direct: boolean, port: ServicePort, pod: Pod): readonly Landing[] {
  const { protocol } = port;
  if (!isProtocol(protocol)) return [];
  if (direct && port.port !== undefined) return [{ pod, protocol, port: port.port }];
  const landed = findPort(port, pod);
  return landed.found ? [{ pod, protocol, port: landed.port }] : [];
}

function verdictFor(port: ServicePort, pod: Pod, perhaps: boolean): Hop['verdict'] {
  if (perhaps || !isWhole(pod)) return 'depends';
  return findPort(port, pod).found ? 'allowed' : 'depends';
}

/**
 * Whether the pods say that they listen. Nobody has to, so what is not declared is not told: most often it is the wrong number,
 * and clients get 502.
 */
export function containerHop(landings: readonly Landing[]): Hop | undefined {
  const shown = landings.flatMap((landing) => ('pod' in landing ? [landing] : []));
  const landing = shown.find((one) => declaredAt(one) === undefined) ?? shown[0];
  if (landing === undefined) return undefined;
  const { pod, protocol, port } = landing;
  const declared = declaredAt(landing);
  const container = pod.containers.find(({ ports }) => declared !== undefined && ports.includes(declared));
  return {
    kind: 'container',
    verdict: declared === undefined ? 'depends' : 'allowed',
    message:
      container === undefined || declared === undefined
        ? `No container of ${nameOf(pod.owner)} declares ${protocol} ${port}; whether one listens is not told`
        : `Container ${container.name} declares ${protocol} ${port}${declared.name === '' ? '' : ` (${declared.name})`}`,
    place: { resource: pod.owner, path: declared?.path ?? [...pod.path, 'spec', 'containers'] },
  };
}

function declaredAt({ pod, protocol, port }: Extract<Landing, { pod: Pod }>): ContainerPort | undefined {
  return declaredPorts(pod).find((one) => one.port === port && one.protocol === protocol);
}
