import type { Graph } from '../../reference/graph.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const ISSUER = 'cert-manager.io/Issuer';
const CLUSTER_ISSUER = 'cert-manager.io/ClusterIssuer';

/**
 * An Ingress names an issuer that is here only as the other kind, or in another namespace. An Issuer works for its own
 * namespace alone.
 */
export const check: Check = function* (ingress, { graph }) {
  const { annotations } = ingress;
  if (ingress.unrendered !== undefined || annotations['cert-manager.io/issuer-kind'] !== undefined) return;
  if (annotations['cert-manager.io/issuer-group'] !== undefined) return;
  for (const [key, type] of [
    ['cert-manager.io/issuer', ISSUER],
    ['cert-manager.io/cluster-issuer', CLUSTER_ISSUER],
  ] as const) {
    const name = annotations[key];
    if (name === undefined || name === '' || isPlaceholderName(name)) continue;
    if (graph.find(type, ingress.namespace, name) !== undefined) continue;
    // Of the other kind first; an Issuer of another namespace serves no Ingress of this one.
    const found =
      type === ISSUER
        ? (graph.find(CLUSTER_ISSUER, '', name) ?? issuersOf(graph).get(name))
        : (graph.find(ISSUER, ingress.namespace, name) ?? issuersOf(graph).get(name));
    if (found === undefined) continue;
    if (
      found.type === ISSUER &&
      found.namespace !== ingress.namespace &&
      !(found.namespaceWritten && ingress.namespaceWritten)
    )
      continue;
    const wanted = type === ISSUER ? `Issuer ${qualified(ingress.namespace, name)}` : `ClusterIssuer ${name}`;
    yield {
      at: ['metadata', 'annotations', key],
      ...(graph.closedWorld ? {} : { severity: 'warning' }),
      message: `${nameOf(ingress)} asks ${wanted} for its certificate, but here there is only ${nameOf(found)}; no certificate is issued.`,
      related: [{ resource: found, message: `${nameOf(found)} is here` }],
    };
  }
};

/** The first Issuer of each name. */
function issuersOf(graph: Graph): ReadonlyMap<string, Resource> {
  return graph.memo('issuers by name', () => {
    const byName = new Map<string, Resource>();
    for (const issuer of [...graph.all(ISSUER)].reverse()) byName.set(issuer.name, issuer);
    return byName;
  });
}
