import { getAt, listOf, stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { specOf } from '../service/service.ts';

/** Stands for the domain of the cluster where the input does not tell it; in no name of a host. */
const UNTOLD_DOMAIN = '<apps domain>';

/**
 * The host of a Route: as written, else as a cluster says in the status, else the one that is generated, in which dots of names
 * are dashes. Source: openshift/library-go pkg/route/hostassignment assignment.go, plugin.go; openshift/api route/v1 types.go
 * RouteSpec.Subdomain.
 */
export function hostOf(graph: Graph, route: Resource): string {
  const { host, subdomain } = specOf(route);
  const written = stringOf(host) ?? '';
  const given = listOf(getAt(route.value, ['status', 'ingress'])).flatMap((one) => {
    const found = stringOf(getAt(one, ['host'])) ?? '';
    return found === '' ? [] : [found];
  });
  const [said = ''] = [written, ...given].filter((one) => one !== '');
  if (said !== '') return said.toLowerCase();
  const wanted = stringOf(subdomain) ?? '';
  if (wanted !== '') return `${wanted.toLowerCase()}.${routerDomain(graph) ?? UNTOLD_DOMAIN}`;
  return `${generatedName(route)}.${appsDomain(graph) ?? UNTOLD_DOMAIN}`;
}

/** The Route that perhaps has a host of which the input tells the first labels only. */
export function perhapsHost(hosts: Iterable<string>, host: string): string | undefined {
  for (const one of hosts)
    if (one.endsWith(`.${UNTOLD_DOMAIN}`) && host.startsWith(one.slice(0, -UNTOLD_DOMAIN.length))) return one;
  return undefined;
}

function generatedName({ name, namespace }: Resource): string {
  return `${name}-${namespace}`.replaceAll('.', '-').toLowerCase();
}

/** Of hosts that the API server makes: the one setting of the cluster (openshift/api config/v1 types_ingress.go AppsDomain). */
function appsDomain(graph: Graph): string | undefined {
  const config = clusterConfig(graph);
  if (config === undefined) return routerDomain(graph);
  const { appsDomain: apps, domain } = specOf(config);
  return [apps, domain].map((one) => stringOf(one) ?? '').find((one) => one !== '') ?? routerDomain(graph);
}

/** Of the router that serves all Routes; undefined where others have a share of them. */
function routerDomain(graph: Graph): string | undefined {
  const [only, another] = graph.all('operator.openshift.io/IngressController');
  const told =
    only === undefined || another !== undefined
      ? undefined
      : stringOf(getAt(only.value, ['spec', 'domain']) ?? getAt(only.value, ['status', 'domain']));
  if (told !== undefined && told !== '') return told;
  const config = clusterConfig(graph);
  const domain = config === undefined || another !== undefined ? undefined : stringOf(specOf(config).domain);
  return domain === '' ? undefined : domain;
}

function clusterConfig(graph: Graph): Resource | undefined {
  return graph.all('config.openshift.io/Ingress').find(({ name }) => name === 'cluster');
}
