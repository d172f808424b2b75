import type { Resource } from '../../resource/resource.ts';
import { addTo } from '../../base/multimap.ts';
import type { RouteAnswer, RouteTarget } from '../route/entry.ts';
import { albAction } from './alb.ts';
import { describeBackend, ingressPaths, isActionBackend, serviceOf } from './ingress.ts';
import type { IngressPath } from './ingress.ts';
import { canaryShare } from './canary-share.ts';

/** What a path does with its requests, canaries included. */
export function answerOf(
  ingress: Resource,
  path: IngressPath,
  canaries: readonly RouteTarget[],
): RouteAnswer {
  const { name } = serviceOf(path.backend);
  if (name !== undefined && isActionBackend(path.backend)) return albAction(ingress, name);
  const target = targetOf(ingress, path);
  const merged = canaries.filter(
    ({ namespace, name: other, port }) => !sameTarget(target, { namespace, name: other, port }),
  );
  const taken = merged.reduce((sum, { weight }) => sum + weight, 0);
  return { does: 'forward', targets: [{ ...target, weight: Math.max(0, 1 - taken) }, ...merged] };
}

function sameTarget(a: RouteTarget, b: Pick<RouteTarget, 'namespace' | 'name' | 'port'>): boolean {
  return a.namespace === b.namespace && a.name === b.name && a.port === b.port;
}

/** NG10: a canary is merged into the path with its host, path and pathType. Weights are shares of 1 here. */
export function canaryTargets(canaries: readonly Resource[]): ReadonlyMap<string, readonly RouteTarget[]> {
  const found = new Map<string, RouteTarget[]>();
  for (const ingress of canaries) {
    const { weight, total, only, takes } = canaryShare(ingress);
    for (const path of ingressPaths(ingress)) {
      const target = targetOf(ingress, path);
      addTo(found, canaryKey(path), {
        ...target,
        weight: weight / total,
        ...(only === undefined ? {} : { only, takes }),
      });
    }
  }
  return found;
}

export function canaryKey({ host, path, pathType }: IngressPath): string {
  return JSON.stringify([host, path, pathType ?? '']);
}

function targetOf(ingress: Resource, { at, backend }: IngressPath): RouteTarget {
  const { name, port } = serviceOf(backend);
  return {
    at: at[1] === 'rules' ? [...at, 'backend'] : at,
    source: ingress,
    kind: name === undefined ? 'other' : 'Service',
    namespace: ingress.namespace,
    name: name ?? describeBackend(backend),
    port,
    weight: 1,
  };
}
