import { calledBy, callsOf } from '../../reference/calls.ts';
import type { Call, Called } from '../../reference/calls.ts';
import type { Graph } from '../../reference/graph.ts';
import { sameNamed } from '../../reference/same-name.ts';
import { takersOf } from '../../reference/takers.ts';
import { defaultPort } from '../../reference/urls.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { shownCaller } from '../peer/caller.ts';
import { isWhole } from '../service/behind.ts';
import { podName } from '../service/pod-name.ts';
import { declaredPorts, findServicePort, isHeadless, servicePorts, serviceType } from '../service/service.ts';
import type { Edge, Landing } from './edge.ts';
import { landingsBehind, podsServing } from './landing.ts';

/** Addresses of Services in what programs are told: environment, arguments, ConfigMaps that pods name. */
export function callEdges(graph: Graph): readonly Edge[] {
  return graph.resources.flatMap((resource) => {
    if (resource.unrendered !== undefined) return [];
    return callsOf(graph, resource).flatMap((call) => edgesOf(graph, call));
  });
}

function edgesOf(graph: Graph, call: Call): readonly Edge[] {
  const target = calledBy(graph, call);
  const service = target === undefined ? undefined : serviceOf(graph, target);
  if (service === undefined) return [];
  const found = landingsOf(graph, service, call, target?.pod);
  if (found === undefined) return [];
  const { text } = call;
  return readersOf(graph, call).flatMap((pod): readonly Edge[] => {
    // Which of its pods a workload reaches by its own Service, itself or another, is chance.
    const itself = found.landings.some((landing) => 'pod' in landing && landing.pod.owner === pod.owner);
    if (itself || !isWhole(pod)) return [];
    const address = written(call);
    return [
      {
        kind: 'call',
        callers: [shownCaller(pod)],
        landings: found.landings,
        via: { service, at: found.at },
        promise: {
          resource: text.from,
          at: text.at,
          says:
            text.pod === undefined ? `${address} is written here` : `${nameOf(pod.owner)} calls ${address}`,
          requests: `requests to ${address}`,
        },
        certain: text.pod !== undefined,
      },
    ];
  });
}

/** Undefined for a Service that is not in the input, is there in several variants, or leads outside. */
function serviceOf(graph: Graph, target: Called): Resource | undefined {
  if (target.service === undefined) return undefined;
  const [service, another] = sameNamed(graph, 'Service', target.namespace, target.name);
  return another === undefined && service !== undefined && serviceType(service) !== 'ExternalName'
    ? service
    : undefined;
}

interface Landed {
  readonly landings: readonly Landing[];
  /** From the Service's value. */
  readonly at: readonly (string | number)[];
}

/** Nothing maps the ports of a headless Service, or those of a pod that is called by name: the number is that of the pods. */
function landingsOf(
  graph: Graph,
  service: Resource,
  call: Call,
  hostname: string | undefined,
): Landed | undefined {
  const number = portOf(call);
  if (number === undefined) return undefined;
  if (isHeadless(service) || hostname !== undefined) {
    const pods = podsServing(graph, service).filter(
      (pod) =>
        (hostname === undefined || isNamed(graph, service, pod, hostname)) &&
        declaredPorts(pod).some(({ port, protocol }) => port === number && protocol === 'TCP'),
    );
    const landings = pods.map((pod): Landing => ({ pod, protocol: 'TCP', port: number }));
    return landings.length === 0 ? undefined : { landings, at: ['spec', 'selector'] };
  }
  const port = findServicePort(
    servicePorts(service).filter(({ protocol }) => protocol === 'TCP'),
    number,
  );
  // A bare `app:1000` may be a user and its group.
  if (port === undefined) return undefined;
  const landings = landingsBehind(graph, service, port);
  return landings.length === 0 ? undefined : { landings, at: port.path };
}

function isNamed(graph: Graph, service: Resource, pod: Pod, hostname: string): boolean {
  const found = podName(graph, service.namespace, hostname, service.name);
  return found.is === 'there' && found.pods.includes(pod);
}

function portOf({ address: { port, scheme } }: Call): number | undefined {
  if (port === 'unknown') return undefined;
  return port?.value ?? (scheme === undefined ? undefined : defaultPort(scheme));
}

/** The pods that read the text: the one that is told it, or all that take the entry of the ConfigMap. */
function readersOf(graph: Graph, { text }: Call): readonly Pod[] {
  if (text.pod !== undefined) return [text.pod];
  return takersOf(graph, text.from, String(text.at[1] ?? ''));
}

/** `http://api:8080`, `api:8080`: without user, path and query. */
function written({ address: { scheme, host, port } }: Call): string {
  const number = port === undefined || port === 'unknown' ? '' : `:${port.value}`;
  return `${scheme === undefined ? '' : `${scheme}://`}${host}${number}`;
}
