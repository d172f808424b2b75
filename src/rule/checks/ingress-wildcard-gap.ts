import { listOf, objectOf } from '../../base/json.ts';
import { coversHost, ingressRules, tlsBlocks } from '../../reach/ingress/ingress.ts';
import { specOf } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A host that has TLS and falls under a wildcard by name, but not by the rule of one label: `example.com` and
 * `a.b.example.com` beside a rule for `*.example.com`.
 */
export const check: Check = function* (ingress, { graph }) {
  if (ingress.unrendered !== undefined || isServedElsewhere(ingress.annotations)) return;
  const rules = ingressRules(ingress);
  if (rules.length === 0 || rules.some(({ host }) => host === '' || isPlaceholder(host))) return;
  for (const { host, at } of tlsBlocks(ingress).flatMap(({ hosts }) => hosts)) {
    const wildcard = rules.find(
      (rule) =>
        rule.host.startsWith('*.') && (host === rule.host.slice(2) || host.endsWith(rule.host.slice(1))),
    );
    if (wildcard === undefined || host.startsWith('*') || coversHost(wildcard.host, host)) continue;
    const routed = graph.memo('routed hosts', () => routedHosts(graph));
    const covering = [host, `*${host.slice(host.indexOf('.'))}`, '*', ''];
    if (covering.some((pattern) => routed.has(pattern))) continue;
    yield {
      at: [...wildcard.at, 'host'],
      message: `${nameOf(ingress)} has TLS for ${host}, but no rule: ${wildcard.host} matches exactly one label before ${wildcard.host.slice(2)}, so requests for ${host} get 404.`,
      related: [{ resource: ingress, at, message: `TLS is for ${host}` }],
    };
  }
};

function isServedElsewhere(annotations: Readonly<Record<string, string>>): boolean {
  return Object.keys(annotations).some((key) => /server-alias|redirect/.test(key));
}

/** Hosts of every kind of route here; a route without hosts serves all. */
function routedHosts(graph: Graph): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const one of graph.resources) {
    if (one.type === 'networking.k8s.io/Ingress') {
      for (const { host } of ingressRules(one)) hosts.add(host);
      continue;
    }
    const spec = specOf(one);
    for (const host of [
      ...listOf(spec.hostnames),
      ...listOf(spec.hosts),
      spec.host,
      objectOf(spec.virtualhost).fqdn,
    ])
      if (typeof host === 'string') hosts.add(host);
  }
  return hosts;
}
