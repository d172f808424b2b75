import { someOf } from '../../base/some.ts';
import type { Call, Called } from '../../reference/calls.ts';
import { calledBy, callsOf } from '../../reference/calls.ts';
import { sameNamed } from '../../reference/same-name.ts';
import type { Graph } from '../../reference/graph.ts';
import { defaultPort } from '../../reference/urls.ts';
import { isWhole } from '../../reach/service/behind.ts';
import { podName } from '../../reach/service/pod-name.ts';
import {
  declaredPorts,
  isHeadless,
  listServicePorts,
  servicePorts,
  serviceType,
} from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { byMistake, isTold, otherPlaces, replaceIn, written } from '../call-finding.ts';
import type { Check, Finding } from '../rule.ts';

interface Mistake {
  readonly service: Resource;
  readonly port: number;
  readonly ports: readonly ServicePort[];
  /** Ports whose targetPort it is: most likely what was meant. */
  readonly target: readonly ServicePort[];
  /** Of a headless Service: where its pods listen instead. */
  readonly pods?: readonly (number | string | undefined)[];
  /** Of a headless Service: what its pods declare, where none is the port that is meant. */
  readonly declared?: readonly (readonly ContainerPort[])[];
  /** Whether a pod is called by a name of its own. */
  readonly named?: boolean;
}

/** An address of a Service of the input with a port that the Service does not have. */
export const check: Check = function* (resource, { graph }) {
  const mistakes = new Map<string, Mistake>();
  const groups = byMistake(callsOf(graph, resource), (call) => {
    const mistake = mistakeOf(graph, call);
    if (mistake === undefined) return undefined;
    const key = `${mistake.service.namespace}/${mistake.service.name}:${mistake.port}`;
    mistakes.set(key, mistake);
    return key;
  });
  for (const [key, calls] of groups) {
    const mistake = mistakes.get(key);
    if (mistake !== undefined) yield findingOf(resource, calls, mistake);
  }
};

function mistakeOf(graph: Graph, call: Call): Mistake | undefined {
  const target = calledBy(graph, call);
  const port = portOf(call);
  if (target?.service === undefined || port === undefined || call.text.from.unrendered !== undefined)
    return undefined;
  const services = sameNamed(graph, 'Service', target.namespace, target.name);
  if (services.some((one) => serviceType(one) === 'ExternalName' || one.unrendered !== undefined))
    return undefined;
  if (services.some(isHeadless) || target.pod !== undefined)
    return unmapped(graph, services, port, call, target);
  const ports = services.flatMap(servicePorts);
  // A port that is no number yet is filled in later, with any number.
  if (ports.length === 0 || ports.some((one) => one.port === undefined || one.port === port))
    return undefined;
  const mistake = { service: target.service, port, ports, target: landingOn(graph, services, ports, port) };
  return isMeant(graph, call, target, mistake) ? mistake : undefined;
}

/** The name of a headless Service leads to its pods: nothing maps its ports to theirs (dns specification 2.4). */
function unmapped(
  graph: Graph,
  services: readonly Resource[],
  port: number,
  call: Call,
  { pod: hostname }: Called,
): Mistake | undefined {
  const [service, another] = services;
  if (service === undefined || another !== undefined) return undefined;
  const ports = servicePorts(service);
  const { sure, possible } = graph.podsBehind(service);
  const pods = sure.filter((pod) => hostname === undefined || isNamed(graph, service, pod, hostname));
  const declared = pods.map(declaredPorts);
  if (pods.length === 0 || possible.length > 0 || declared.some((of) => of.some((one) => one.port === port)))
    return undefined;
  // Where all pods listen instead, by a number or by a name that is the same number on each.
  const elsewhere = ports
    .filter((one) => one.port === port)
    .map(({ targetPort }) => {
      const found = declared.map(
        (of) => of.find((one) => (typeof targetPort === 'number' ? one.port : one.name) === targetPort)?.port,
      );
      return new Set(found).size === 1 ? found[0] : undefined;
    });
  const mistake = { service, port, ports, target: [], named: hostname !== undefined };
  if (elsewhere.length === 0) return servedNowhere(graph, pods, call) ? { ...mistake, declared } : undefined;
  if (elsewhere.some((number) => number === undefined)) return undefined;
  return { ...mistake, pods: elsewhere };
}

/**
 * A port that neither the Service nor its pods have. Nobody has to declare one: counted only where each of the pods declares some,
 * and nothing that the pods are told mentions this number.
 */
function servedNowhere(graph: Graph, pods: readonly Pod[], { address, name }: Call): boolean {
  if (typeof address.port !== 'object' || (address.scheme === undefined && name.form === 'short'))
    return false;
  const number = new RegExp(`(?<!\\d)${address.port.value}(?!\\d)`);
  return pods.every(
    (pod) =>
      isWhole(pod) &&
      declaredPorts(pod).some(({ protocol }) => protocol === 'TCP') &&
      !number.test(JSON.stringify(pod.spec)) &&
      !graph
        .references(pod.owner)
        .some((one) => one.to === 'ConfigMap' && mentions(graph, one.namespace, one.name, number)),
  );
}

/** A ConfigMap that is not in the input may say anything. */
function mentions(graph: Graph, namespace: string, name: string, number: RegExp): boolean {
  const map = graph.find('ConfigMap', namespace, name);
  return map === undefined || number.test(JSON.stringify(map.value.data ?? null));
}

function isNamed(graph: Graph, service: Resource, pod: Pod, hostname: string): boolean {
  const found = podName(graph, service.namespace, hostname, service.name);
  return found.is === 'there' && found.pods.includes(pod);
}

function portOf({ address: { port, scheme } }: Call): number | undefined {
  if (port === 'unknown') return undefined;
  return port?.value ?? (scheme === undefined ? undefined : defaultPort(scheme));
}

/** The ports of the Services that lead to this number on the pods. */
function landingOn(
  graph: Graph,
  services: readonly Resource[],
  ports: readonly ServicePort[],
  number: number,
): readonly ServicePort[] {
  const pods = services.flatMap((service) => graph.podsBehind(service).sure);
  return ports.filter(({ targetPort }) =>
    typeof targetPort === 'number'
      ? targetPort === number
      : pods.some((pod) =>
          declaredPorts(pod).some(({ name, port }) => name === targetPort && port === number),
        ),
  );
}

/**
 * A bare `redis:7` may be an image and `app:1000` a user and group: without a scheme or `.svc` only a port of the pods
 * behind the Service counts. A port that is left out may be said elsewhere: any of the Service's ports beside the text.
 */
function isMeant(
  graph: Graph,
  { address, name, text }: Call,
  called: Called,
  { ports, target }: Mistake,
): boolean {
  if (address.port === undefined)
    return !ports.some(({ port }) =>
      text.beside.some((one) => new RegExp(`(?<!\\d)${port ?? 0}(?!\\d)`).test(one)),
    );
  if (address.scheme !== undefined || name.form === 'svc') return true;
  return (
    target.length > 0 && called.service !== undefined && graph.podsBehind(called.service).sure.length > 0
  );
}

function findingOf(
  resource: Resource,
  calls: readonly [Call, ...Call[]],
  { service, port, ports, target, pods, declared, named }: Mistake,
): Finding {
  const [call] = calls;
  const implied = call.address.port === undefined;
  const unmapped = pods !== undefined || declared !== undefined;
  const leads =
    named === true && !isHeadless(service)
      ? `the name of a pod below ${nameOf(service)} leads to the pod itself`
      : `${nameOf(service)} is headless: its name leads to the pods`;
  const numbers = new Set(declared?.flatMap((of) => of.map((one) => String(one.port))));
  const says =
    declared !== undefined
      ? `${leads}, which declare ${someOf(numbers)}. Nothing here says that they listen on ${port}.`
      : pods !== undefined
        ? `${leads}, which listen on ${someOf(pods.map(String))}. The connection fails.`
        : `${nameOf(service)} listens on ${listServicePorts(ports)}. The connection fails.`;
  const only =
    target.length === 1 ? target[0] : target.length === 0 && ports.length === 1 ? ports[0] : undefined;
  const hint = target.length > 0 ? ` ${port} is the port of its pods (targetPort).` : '';
  const certain = isTold(call) && call.name.form === 'svc' && !implied && !unmapped;
  return {
    at: call.text.at,
    message: `${nameOf(resource)} calls ${written(call)}${implied ? `, that is port ${port}` : ''}, and ${says}${hint}`,
    ...(certain ? {} : { severity: 'warning' }),
    related: [
      ...otherPlaces(calls),
      {
        resource: service,
        at: ['spec', 'ports'],
        part: 'key',
        message: `${nameOf(service)} listens on ${listServicePorts(ports)}`,
      },
    ],
    fixes:
      unmapped || only?.port === undefined || calls.some(({ address }) => address.port === undefined)
        ? []
        : replaceIn(calls, `Use port ${only.port}`, target.length === 1 ? 'safe' : 'unsafe', ({ address }) =>
            typeof address.port === 'object'
              ? { start: address.port.start, end: address.port.end, by: String(only.port) }
              : { start: address.end, end: address.end, by: '' },
          ),
  };
}
