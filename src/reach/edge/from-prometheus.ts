import { derived } from '../../base/derived.ts';
import { getAt, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { isJudged, namespacesOf, readMonitor, servicesOf } from '../monitor.ts';
import type { Monitor, MonitorEndpoint } from '../monitor.ts';
import type { Caller } from '../peer/caller.ts';
import { prometheus } from '../peer/prometheus.ts';
import { isWhole } from '../service/behind.ts';
import { declaredPorts, findServicePort, servicePorts } from '../service/service.ts';
import type { Edge, Landing } from './edge.ts';
import { landingsBehind, podsServing } from './landing.ts';

/** What Prometheus scrapes: ServiceMonitors, PodMonitors, and the annotations that scrape configurations read. */
export function scrapeEdges(graph: Graph): readonly Edge[] {
  const callers = prometheus(graph);
  return [
    ...graph.all('monitoring.coreos.com/ServiceMonitor').flatMap((one) => monitorEdges(graph, one, callers)),
    ...graph.all('monitoring.coreos.com/PodMonitor').flatMap((one) => monitorEdges(graph, one, callers)),
    // Charts carry the annotations whether or not somebody reads them.
    ...(callers.some(({ shown }) => shown)
      ? graph.pods().flatMap((pod) => annotationEdges(pod, callers))
      : []),
  ];
}

function monitorEdges(graph: Graph, resource: Resource, callers: readonly Caller[]): readonly Edge[] {
  const monitor = readMonitor(resource);
  if (monitor === undefined || !isJudged(graph, monitor)) return [];
  return monitor.endpoints.flatMap((endpoint): readonly Edge[] => {
    const landings =
      resource.kind === 'PodMonitor'
        ? landingsOnPods(graph, monitor, endpoint)
        : landingsOfServices(graph, monitor, endpoint);
    if (landings.length === 0) return [];
    return [
      {
        kind: 'scrape',
        callers,
        landings,
        promise: {
          resource,
          at: endpoint.path,
          says: `${nameOf(resource)} wants it scraped`,
          requests: `scrapes of ${nameOf(resource)}`,
        },
        certain: true,
      },
    ];
  });
}

function landingsOfServices(
  graph: Graph,
  monitor: Monitor,
  { port, targetPort }: MonitorEndpoint,
): readonly Landing[] {
  const services = servicesOf(graph, monitor);
  return derived(services, `landings ${JSON.stringify([port, targetPort])}`, () =>
    services.flatMap((service) => {
      if (typeof port === 'string') {
        const found = findServicePort(servicePorts(service), port);
        return found === undefined ? [] : landingsBehind(graph, service, found);
      }
      return port === undefined && targetPort !== undefined
        ? podsServing(graph, service).flatMap((pod) => declared(pod, targetPort))
        : [];
    }),
  );
}

function landingsOnPods(
  graph: Graph,
  monitor: Monitor,
  { port, portNumber }: MonitorEndpoint,
): readonly Landing[] {
  const wanted = port ?? portNumber;
  if (wanted === undefined) return [];
  return namespacesOf(graph, monitor).flatMap((namespace) => {
    const { sure } = graph.select(namespace, monitor.selector);
    return derived(sure, `landings ${JSON.stringify(wanted)}`, () =>
      sure.filter(isWhole).flatMap((pod) => declared(pod, wanted)),
    );
  });
}

function declared(pod: Pod, wanted: string | number): readonly Landing[] {
  return declaredPorts(pod)
    .filter(({ name, port }) => (typeof wanted === 'string' ? name : port) === wanted)
    .flatMap(({ port }): readonly Landing[] => (port === undefined ? [] : [{ pod, protocol: 'TCP', port }]));
}

function annotationEdges(pod: Pod, callers: readonly Caller[]): readonly Edge[] {
  const annotations: Path = [...pod.path, 'metadata', 'annotations'];
  const read = (key: string): string | undefined => stringOf(getAt(pod.owner.value, [...annotations, key]));
  const port = read('prometheus.io/port') ?? '';
  if (read('prometheus.io/scrape') !== 'true' || !/^\d{1,5}$/.test(port) || !isWhole(pod)) return [];
  return [
    {
      kind: 'scrape',
      callers,
      landings: [{ pod, protocol: 'TCP', port: Number(port) }],
      promise: {
        resource: pod.owner,
        at: [...annotations, 'prometheus.io/port'],
        says: `${nameOf(pod.owner)} wants port ${port} scraped`,
        requests: `scrapes of ${nameOf(pod.owner)}`,
      },
      certain: false,
    },
  ];
}
