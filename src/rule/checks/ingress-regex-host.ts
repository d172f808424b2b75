import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import { ingressPaths, ingressRules, requestsTo } from '../../reach/ingress/ingress.ts';
import type { IngressPath } from '../../reach/ingress/ingress.ts';
import { isCanary, regexAnnotation } from '../../reach/ingress/nginx.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { ingressByPath } from '../../reach/ingress/group.ts';
import { classOf } from '../../reach/ingress/class.ts';
import { areCounterparts } from '../../reach/route/counterpart.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An Ingress that turns the paths of others on its host into regular expressions (NG8). */
export const check: Check = function* (ingress, { graph }) {
  if (programOf(graph, ingress)?.id !== 'ingress-nginx' || ingress.unrendered !== undefined) return;
  const annotation = regexAnnotation(ingress);
  if (annotation === undefined) return;
  for (const host of new Set(ingressRules(ingress).map((rule) => rule.host))) {
    const changed: Changed[] = [];
    for (const one of plainPaths(graph, host, classOf(ingress))) {
      if (areCounterparts(graph, ingress, one.other)) continue;
      if (changed.push(one) === MOST) break;
    }
    const [first] = changed;
    if (first === undefined) continue;
    const { other, path } = first;
    const longer = path.pathType === 'Exact' ? `${path.path}/more` : `${path.path}more`;
    yield {
      at: ['metadata', 'annotations', `${NGINX_PREFIX}${annotation}`],
      message: `${annotation} of ${nameOf(ingress)} makes every path of ${host === '' ? 'all hosts' : host} a regular expression, so that ${requestsTo(path)} (${path.pathType ?? ''}) of ${nameOf(other)} gets ${longer}, too.`,
      related: changed.map((one) => ({
        resource: one.other,
        at: [...one.path.at, 'path'],
        message: `${nameOf(one.other)} has ${requestsTo(one.path)} (${one.path.pathType ?? ''})`,
      })),
    };
  }
};

/** More of them help nobody. */
const MOST = 5;

interface Changed {
  readonly other: Resource;
  readonly path: IngressPath;
}

/** The paths of a host that expressions would change, of the Ingresses of a class that ask for none. */
function plainPaths(graph: Graph, host: string, ofClass: string | undefined): readonly Changed[] {
  const known = graph.memo('paths that expressions change', () => new Map<string, Changed[]>());
  const key = JSON.stringify([host, ofClass]);
  let found = known.get(key);
  if (found === undefined) {
    found = ingressByPath(graph, { host }).flatMap((other) =>
      other.unrendered !== undefined ||
      classOf(other) !== ofClass ||
      isCanary(other) ||
      regexAnnotation(other) !== undefined
        ? []
        : ingressPaths(other)
            .filter((path) => path.host === host && changes(path))
            .map((path) => ({ other, path })),
    );
    known.set(key, found);
  }
  return found;
}

/** A prefix that ends with a slash matches the same as an expression; all other paths match more. */
function changes({ path, pathType }: IngressPath): boolean {
  return pathType === 'Exact' || (pathType === 'Prefix' && !path.endsWith('/'));
}
