import { listOf, stringOf } from '../../base/json.ts';
import { isOverwritten } from '../../reach/service/behind.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import { rivals } from '../../reference/claim.ts';
import type { Claim, Rival } from '../../reference/claim.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A cluster address that another Service has (k/k pkg/registry/core/service/storage/alloc.go allocIPs). */
export const check: Check = function* (service, { graph }) {
  const found = table(graph).get(service);
  if (found === undefined) return;
  const [claim, rival] = found;
  const other = rival.claim.resource;
  const likely = rival.certainty === 'likely';
  yield {
    at: claim.at,
    message: `Cluster address ${claim.key} belongs to ${nameOf(other)} already; ${likely ? 'if both are applied to one cluster, the second is rejected' : 'the API server rejects the second Service'}.`,
    ...(likely ? { severity: 'warning' } : {}),
    related: [{ resource: other, at: rival.claim.at, message: `${nameOf(other)} has ${claim.key}` }],
  };
};

function table(graph: Graph): ReadonlyMap<Resource, readonly [Claim, Rival]> {
  return graph.memo('cluster addresses claimed twice', () => {
    const claims = graph
      .all('Service')
      .filter((service) => serviceType(service) !== 'ExternalName' && !isOverwritten(graph, service))
      .flatMap(claimsOf);
    return new Map(
      [...rivals(claims)].map(([claim, rival]) => [claim.resource, [claim, rival] as const] as const),
    );
  });
}

/** `clusterIPs` repeats `clusterIP` as its first item. */
function claimsOf(service: Resource): readonly Claim[] {
  const spec = specOf(service);
  const first = stringOf(spec.clusterIP) ?? '';
  const claims: Claim[] = [];
  if (isAddress(first)) claims.push({ resource: service, at: ['spec', 'clusterIP'], key: first });
  listOf(spec.clusterIPs).forEach((address, index) => {
    if (typeof address === 'string' && isAddress(address) && address !== first)
      claims.push({ resource: service, at: ['spec', 'clusterIPs', index], key: address });
  });
  return claims;
}

/** Not `None`, not empty, no placeholder. */
function isAddress(text: string): boolean {
  return /^[0-9]+(?:\.[0-9]+){3}$|^[0-9a-fA-F]*:[0-9a-fA-F:.]+$/.test(text);
}
