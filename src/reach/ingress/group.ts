import { addTo } from '../../base/multimap.ts';
import { eachOnce } from '../../reference/copies.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { resolveClass } from './class.ts';
import { ALB_PREFIX, ingressPaths, ingressRules } from './ingress.ts';
import { isCanary } from './nginx.ts';
import { programOf } from './program.ts';
import type { ControllerProgram } from './program.ts';

/** The Ingresses that one controller serves at one address, and whether it is known that it does. */
export interface IngressGroup {
  readonly door: string;
  readonly program: ControllerProgram | undefined;
  readonly ingresses: readonly Resource[];
  readonly className: string | undefined;
  readonly served: 'yes' | 'no' | 'maybe';
}

/** Ingresses by class; the AWS Load Balancer Controller makes a load balancer of each group, or of each Ingress (AL3). */
export function ingressGroups(graph: Graph): readonly IngressGroup[] {
  return graph.memo('ingress groups', () => {
    const groups = new Map<string, Resource[]>();
    const heads = new Map<string, Omit<IngressGroup, 'ingresses'>>();
    for (const ingress of eachOnce(graph, graph.all('networking.k8s.io/Ingress'))) {
      if (ingress.unrendered !== undefined) continue;
      const head = headOf(graph, ingress);
      heads.set(head.door, head);
      addTo(groups, head.door, ingress);
    }
    return [...heads].map(([door, head]) => ({ ...head, ingresses: groups.get(door) ?? [] }));
  });
}

function headOf(graph: Graph, ingress: Resource): Omit<IngressGroup, 'ingresses'> {
  const resolved = resolveClass(graph, ingress);
  const program = programOf(graph, ingress);
  const className = 'name' in resolved ? resolved.name : undefined;
  const served = resolved.by === 'none' ? 'no' : resolved.by === 'unknown' ? 'maybe' : 'yes';
  if (program?.id === 'alb') {
    const group = ingress.annotations[`${ALB_PREFIX}group.name`];
    const door = `the load balancer of ${group === undefined ? nameOf(ingress) : `group ${group}`}`;
    return { door, program, className, served };
  }
  const door = className === undefined ? 'Ingresses without a class' : `class ${className}`;
  return { door, program, className, served };
}

/** The order in which the AWS Load Balancer Controller reads the Ingresses of a group; others read by age. */
export function inOrder({ program, ingresses }: IngressGroup): readonly Resource[] {
  if (program?.id !== 'alb' || ingresses.length < 2) return ingresses;
  const order = (one: Resource): number => Number(one.annotations[`${ALB_PREFIX}group.order`] ?? 0);
  return [...ingresses].sort((a, b) => order(a) - order(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** The Ingresses, canaries of ingress-nginx left out, that have a host, and where given the path and pathType. */
export function ingressByPath(
  graph: Graph,
  wanted: { readonly host: string; readonly path?: string; readonly pathType?: string | undefined },
): readonly Resource[] {
  const table = graph.memo('ingresses by host and path', () => {
    const found = new Map<string, Resource[]>();
    for (const { ingresses } of ingressGroups(graph))
      for (const ingress of ingresses) {
        if (isCanary(ingress)) continue;
        const keys = new Set([
          ...ingressRules(ingress).map(({ host }) => JSON.stringify([host])),
          ...ingressPaths(ingress).map(({ host, path, pathType }) => JSON.stringify([host, path, pathType])),
        ]);
        for (const key of keys) addTo(found, key, ingress);
      }
    return found;
  });
  const { host, path, pathType } = wanted;
  return table.get(JSON.stringify(path === undefined ? [host] : [host, path, pathType])) ?? [];
}
