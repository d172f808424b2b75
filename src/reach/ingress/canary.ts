import { addTo } from '../../base/multimap.ts';
import { withoutEndSlashes } from '../../base/slashes.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { canaryKey } from './answer.ts';
import { backendKey, ingressPaths } from './ingress.ts';
import type { IngressPath } from './ingress.ts';
import { isCanary } from './nginx.ts';
import { ingressGroups } from './group.ts';

/** A path of a canary, and what it is a canary of. */
export interface CanaryPath {
  readonly canary: Resource;
  readonly path: IngressPath;
  /** What it is merged into: a path with the same host, path and pathType (NG10). */
  readonly primary: OwnedPath | undefined;
  /** Paths of the same host and path whose pathType differs. */
  readonly nearly: readonly OwnedPath[];
  /** Whether the canary leads where the primary does: it is then not merged. */
  readonly same: boolean;
  /** Another canary of the same primary, before this one. */
  readonly rival: OwnedPath | undefined;
}

export interface OwnedPath {
  readonly ingress: Resource;
  readonly path: IngressPath;
}

/** Every path of every canary of ingress-nginx, by the Ingress that it stands in. */
export function canaryPaths(graph: Graph): ReadonlyMap<Resource, readonly CanaryPath[]> {
  return graph.memo('canaries', () => {
    const found = new Map<Resource, CanaryPath[]>();
    for (const { program, ingresses } of ingressGroups(graph)) {
      if (program?.id !== 'ingress-nginx') continue;
      const canaries = ingresses.filter(isCanary);
      if (canaries.length === 0) continue;
      const exact = new Map<string, OwnedPath>();
      const loose = new Map<string, OwnedPath[]>();
      for (const ingress of ingresses) {
        if (isCanary(ingress)) continue;
        for (const path of ingressPaths(ingress)) {
          const key = canaryKey(path);
          if (!exact.has(key)) exact.set(key, { ingress, path });
          addTo(loose, looseKey(path), { ingress, path });
        }
      }
      const taken = new Map<string, OwnedPath>();
      for (const canary of canaries) {
        for (const path of ingressPaths(canary)) {
          const key = canaryKey(path);
          const primary = exact.get(key);
          const nearly = primary === undefined ? (loose.get(looseKey(path)) ?? []) : [];
          const same =
            primary?.ingress.namespace === canary.namespace &&
            backendKey(primary.path.backend) === backendKey(path.backend);
          const rival = taken.get(key);
          if (rival === undefined) taken.set(key, { ingress: canary, path });
          addTo(found, canary, { canary, path, primary, nearly, same, rival });
        }
      }
    }
    return found;
  });
}

function looseKey({ host, path }: IngressPath): string {
  return JSON.stringify([host, withoutEndSlashes(path)]);
}
