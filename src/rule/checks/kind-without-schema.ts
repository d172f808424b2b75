import { groupOf, isBuiltIn } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { isKnownKind } from '../../schema/custom/known.ts';
import { definitionsIn } from '../definitions.ts';
import type { Check, Context } from '../rule.ts';

/** A kind of which no schema is known, so that nobody looked at the fields of its objects. */
export const check: Check = function* (resource, context) {
  const { apiVersion, kind } = resource;
  if (firstOfKinds(context).get(resource.type) !== resource) return;
  yield {
    at: ['kind'],
    message: `The fields of ${kind} of ${apiVersion} are not checked: its CustomResourceDefinition is not among these files.`,
  };
};

/** The first object of each of these kinds, in whatever version. */
function firstOfKinds({ graph }: Context): ReadonlyMap<string, Resource> {
  return graph.memo('kinds without a schema', () => {
    const custom = definitionsIn(graph);
    const found = new Map<string, Resource>();
    for (const resource of graph.resources) {
      const { apiVersion, kind, type, unrendered } = resource;
      if (found.has(type) || unrendered !== undefined || isPlaceholder(kind) || isPlaceholder(apiVersion))
        continue;
      if (isBuiltIn(groupOf(apiVersion)) || isOfNoCluster(apiVersion)) continue;
      if (custom.has(`${apiVersion}/${kind}`) || isKnownKind(apiVersion, kind)) continue;
      found.set(type, resource);
    }
    return found;
  });
}

/** Groups of configuration files and of calls between programs, which no definition ever stands for. */
const OF_FILES =
  /(?:^|\.)(?:config\.k8s\.io|(?:admission|audit|abac\.authorization|client\.authentication|imagepolicy|meta|metrics|kubeadm)\.(?:k8s|kubernetes)\.io|kind\.x-k8s\.io|k3d\.io|krew\.googlecontainertools\.github\.com)$/;

/** A group of the API has a dot, but for those of Kubernetes itself: `skaffold/v4beta6` is a file, and so is `builtin`. */
function isOfNoCluster(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return !group.includes('.') || OF_FILES.test(group);
}
