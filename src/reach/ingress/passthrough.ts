import type { Graph } from '../../reference/graph.ts';
import { ingressRules } from './ingress.ts';
import { isCanary, nginxFlag } from './nginx.ts';
import { controllersFor } from './nginx-controller.ts';
import { isOn } from './options.ts';
import type { IngressGroup } from './group.ts';
import type { HostRoutes, RouteTable } from '../route/table.ts';

/**
 * The hosts whose TLS ingress-nginx hands on unread (NG11): all of their https requests go where the path `/` goes. The
 * controller does so with `--enable-ssl-passthrough` only. Source: kubernetes/ingress-nginx
 * internal/ingress/controller/controller.go, the loop over `rootLocation` for PassthroughBackends.
 */
export function passthroughTable(
  graph: Graph,
  { ingresses, program, served }: IngressGroup,
  table: RouteTable,
): RouteTable | undefined {
  if (program?.id !== 'ingress-nginx') return undefined;
  const [first] = ingresses;
  const controllers = first === undefined ? [] : controllersFor(graph, first);
  const enabled = controllers.filter(({ options }) => isOn(options, 'enable-ssl-passthrough')).length;
  if (controllers.length > 0 && enabled === 0) return undefined;
  const hosts = new Map<string, HostRoutes>();
  for (const ingress of ingresses) {
    if (nginxFlag(ingress, 'ssl-passthrough') !== true || isCanary(ingress)) continue;
    for (const { host } of ingressRules(ingress)) {
      const root = table.hosts.get(host)?.entries.find(({ path }) => path.value === '/');
      if (root === undefined || host === '' || hosts.has(host)) continue;
      const entry = { ...root, path: { kind: 'prefix', value: '/' } as const };
      hosts.set(host, { host, entries: [entry], shadows: new Map() });
    }
  }
  if (hosts.size === 0) return undefined;
  return {
    ...table,
    door: `${table.door}, TLS passed through`,
    served: enabled > 0 || served === 'no' ? served : 'maybe',
    scheme: 'https',
    passthroughOf: table.door,
    hosts,
    comparisons: 0,
  };
}
