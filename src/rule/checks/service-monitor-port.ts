import { nearest } from '../../base/nearest.ts';
import { podsInSight } from '../../reach/service/behind.ts';
import { isJudged, isShown, mayComeFromElsewhere, readMonitor, servicesOf } from '../../reach/monitor.ts';
import type { Monitor, MonitorEndpoint } from '../../reach/monitor.ts';
import { declaredPorts, listServicePorts, servicePorts } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/**
 * A port of a ServiceMonitor that no selected Service has. It is the name of a Service port: the operator keeps targets
 * whose endpoint port name equals it (prometheus-operator pkg/prometheus/promcfg.go).
 */
export const check: Check = function* (resource, { graph }) {
  const monitor = readMonitor(resource);
  if (monitor === undefined) return;
  for (const endpoint of monitor.endpoints) {
    if (typeof endpoint.port === 'number') yield numberFinding(graph, monitor, endpoint, endpoint.port);
  }
  if (!isJudged(graph, monitor)) return;
  const services = servicesOf(graph, monitor);
  if (services.length === 0 || services.some((service) => service.unrendered !== undefined)) return;
  // Another Service with these labels, which nobody shows, may have the port.
  if (!graph.closedWorld && mayComeFromElsewhere(graph, monitor)) return;
  for (const endpoint of monitor.endpoints) {
    const { port } = endpoint;
    if (typeof port !== 'string' || isPlaceholderName(port)) continue;
    if (
      services.some((service) =>
        servicePorts(service).some(({ name }) => name === port || isPlaceholderName(name)),
      )
    )
      continue;
    yield missing(graph, monitor, endpoint, port, services);
  }
};

function numberFinding(graph: Graph, monitor: Monitor, { path }: MonitorEndpoint, port: number): Finding {
  const at = [...path, 'port'];
  const named = isJudged(graph, monitor)
    ? servicesOf(graph, monitor)
        .flatMap(servicePorts)
        .find((one) => one.port === port && one.name !== '')
    : undefined;
  return {
    at,
    message: `port ${port} is a number, but a ServiceMonitor takes the name of a Service port; the API server rejects it.${named === undefined ? '' : ` The port is called ${named.name}.`}`,
    fixes:
      named === undefined
        ? []
        : [{ title: `Use ${named.name}`, safety: 'safe', edits: [{ at, value: named.name }] }],
  };
}

function missing(
  graph: Graph,
  monitor: Monitor,
  { path }: MonitorEndpoint,
  port: string,
  services: readonly Resource[],
): Finding {
  const at = [...path, 'port'];
  const hint = hintOf(graph, port, services);
  const [first] = services;
  const listed = services
    .slice(0, 2)
    .map((one) => `${nameOf(one)} has ${listServicePorts(servicePorts(one))}`)
    .join(', ');
  const more = services.length > 2 ? ` (and ${services.length - 2} more)` : '';
  const sure = hint !== undefined || (first !== undefined && isShown(graph, monitor, first));
  return {
    at,
    message: `${nameOf(monitor.resource)} scrapes the Service port named ${port}, which no selected Service has: ${listed}${more}; nothing is scraped.${hint?.text ?? ''}`,
    ...(sure ? {} : { severity: 'warning' }),
    related: services.slice(0, 5).map((service) => ({
      resource: service,
      at: ['spec', 'ports'],
      message: `${nameOf(service)} listens on ${listServicePorts(servicePorts(service))}`,
    })),
    fixes:
      hint?.name === undefined
        ? []
        : [{ title: `Use ${hint.name}`, safety: hint.safety, edits: [{ at, value: hint.name }] }],
  };
}

interface Hint {
  readonly text: string;
  readonly name?: string;
  readonly safety: 'safe' | 'unsafe';
}

/** What the author took for the name: a number, the name of a container port, a misspelt name, an unnamed port. */
function hintOf(graph: Graph, port: string, services: readonly Resource[]): Hint | undefined {
  const all = services.flatMap((service) => servicePorts(service).map((one) => ({ service, one })));
  const called = ({ name }: ServicePort): string =>
    name === '' ? ' Give that port a name.' : ` The port is called ${name}.`;
  if (/^[0-9]+$/.test(port)) {
    const number = Number(port);
    const hit =
      all.find(({ one }) => one.port === number) ?? all.find(({ one }) => one.targetPort === number);
    if (hit === undefined) return undefined;
    const { name } = hit.one;
    return {
      text: called(hit.one),
      ...(name === '' ? {} : { name }),
      safety: hit.one.port === number ? 'safe' : 'unsafe',
    };
  }
  const byContainer = all.find(({ one, service }) => leadsTo(graph, service, one, port));
  if (byContainer !== undefined) {
    const { name } = byContainer.one;
    return {
      text: ` ${port} is a container port.${called(byContainer.one)}`,
      ...(name === '' ? {} : { name }),
      safety: 'unsafe',
    };
  }
  const near = nearest(
    port,
    all.flatMap(({ one }) => (one.name === '' ? [] : [one.name])),
  );
  if (near !== undefined) return { text: ` Did you mean ${near}?`, name: near, safety: 'unsafe' };
  return all.length === 1 && all[0]?.one.name === ''
    ? { text: ' Its only port has no name.', safety: 'unsafe' }
    : undefined;
}

/** Whether a Service port leads to the container port of a name. */
function leadsTo(graph: Graph, service: Resource, one: ServicePort, name: string): boolean {
  if (one.targetPort === name) return true;
  return (podsInSight(graph, service)?.all ?? []).some((pod) =>
    declaredPorts(pod).some((declared) => declared.name === name && declared.port === one.targetPort),
  );
}
