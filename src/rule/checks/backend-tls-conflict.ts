import { listOf, objectOf, stringOf } from '../../base/json.ts';
import { addTo } from '../../base/multimap.ts';
import { older } from '../../reach/route/age.ts';
import { specOf } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import { folderOf } from '../../resource/kustomize.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const POLICY = 'gateway.networking.k8s.io/BackendTLSPolicy';

/**
 * Two BackendTLSPolicies for one port of one Service: the older counts (GA12; gateway-api apis/v1
 * backendtlspolicy_types.go TargetRefs, conflict resolution).
 */
export const check: Check = function* (policy, { graph }) {
  const table = graph.memo('backend TLS policies by target', () => byTarget(graph));
  for (const [index, key] of targetsOf(policy).entries()) {
    const first = table.get(key)?.[0];
    if (first === undefined || first === policy) continue;
    // Of other folders nobody knows whether they go to one cluster.
    if (folderOf(first.manifest.file) !== folderOf(policy.manifest.file)) continue;
    const oldest = older(first, policy);
    yield {
      at: ['spec', 'targetRefs', index, 'name'],
      message: `${nameOf(policy)} and ${nameOf(first)} are both for ${describe(policy, index)}; only ${oldest === undefined ? 'the older of them' : nameOf(oldest)} counts.`,
      related: [{ resource: first, at: ['spec', 'targetRefs'], message: `${nameOf(first)} is here` }],
    };
  }
};

function byTarget(graph: Graph): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const policy of graph.all(POLICY)) {
    if (policy.unrendered !== undefined) continue;
    for (const key of new Set(targetsOf(policy))) addTo(found, key, policy);
  }
  return found;
}

function targetsOf(policy: Resource): readonly string[] {
  return listOf(specOf(policy).targetRefs)
    .map(objectOf)
    .map(({ group, kind, name, sectionName }) =>
      JSON.stringify([policy.namespace, stringOf(group) ?? '', kind, name, sectionName ?? '']),
    );
}

function describe(policy: Resource, index: number): string {
  const { kind, name, sectionName } = objectOf(listOf(specOf(policy).targetRefs)[index]);
  const port = stringOf(sectionName);
  return `${port === undefined ? '' : `port ${port} of `}${stringOf(kind) ?? '?'} ${policy.namespace}/${stringOf(name) ?? '?'}`;
}
