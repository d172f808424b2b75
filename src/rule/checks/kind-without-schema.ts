import { groupOf, isBuiltIn } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { customVersions } from '../../schema/crd.ts';
import { customKindCalled } from '../../schema/kinds.ts';
import type { Check, Context } from '../rule.ts';

/** A kind of which no schema is known, so that nobody looked at the fields of its objects. */
export const check: Check = function* (resource, context) {
  const { apiVersion, kind } = resource;
  if (firstOfKinds(context).get(`${apiVersion}/${kind}`) !== resource) return;
  yield {
    at: ['kind'],
    message: `The fields of ${kind} of ${apiVersion} are not checked: its CustomResourceDefinition is not among these files.`,
  };
};

/** The first object of each of these kinds. */
function firstOfKinds({ graph }: Context): ReadonlyMap<string, Resource> {
  return graph.memo('kinds without a schema', () => {
    const custom = customVersions(graph.all('apiextensions.k8s.io/CustomResourceDefinition'));
    const found = new Map<string, Resource>();
    for (const resource of graph.resources) {
      const { apiVersion, kind, unrendered } = resource;
      const key = `${apiVersion}/${kind}`;
      if (found.has(key) || unrendered !== undefined || isPlaceholder(kind) || isPlaceholder(apiVersion))
        continue;
      if (isBuiltIn(groupOf(apiVersion)) || apiVersion.endsWith('.config.k8s.io/v1beta1')) continue;
      if (custom.has(key) || customKindCalled(apiVersion, kind) !== undefined) continue;
      found.set(key, resource);
    }
    return found;
  });
}
