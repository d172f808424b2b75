import { classOf } from '../../reach/ingress/class.ts';
import {
  backendKey,
  describeBackend,
  ingressPaths,
  isActionBackend,
  requestsTo,
} from '../../reach/ingress/ingress.ts';
import type { IngressPath } from '../../reach/ingress/ingress.ts';
import { areCounterparts } from '../../reach/route/counterpart.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { baseName, folderOf } from '../../resource/kustomize.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Two Ingresses of one class send the same requests to different backends. */
export const check: Check = function* (ingress, { graph }) {
  if (!isPlain(ingress)) return;
  const table = graph.memo('routes by requests', () => routesOf(graph));
  for (const entry of ingressPaths(ingress)) {
    const key = keyOf(ingress, entry);
    if (key === undefined) continue;
    const mine = backendKey(entry.backend);
    for (const other of table.get(key) ?? []) {
      // Each pair is said once, at the later of the two.
      if (other.ingress === ingress) break;
      if (backendKey(other.entry.backend) === mine && other.ingress.namespace === ingress.namespace) continue;
      if (!areTogether(graph, ingress, entry, other)) continue;
      yield {
        at: [...entry.at, 'path'],
        message: `${nameOf(ingress)} sends ${requestsTo(entry)} to ${describeBackend(entry.backend)}, and ${nameOf(other.ingress)} of the same class to ${describeBackend(other.entry.backend)}; only the older Ingress gets requests.`,
        related: [
          {
            resource: other.ingress,
            at: [...other.entry.at, 'path'],
            message: `${nameOf(other.ingress)} sends ${requestsTo(entry)} to ${describeBackend(other.entry.backend)}`,
          },
        ],
      };
      break;
    }
  }
};

interface Route {
  readonly ingress: Resource;
  readonly entry: IngressPath;
}

function routesOf(graph: Graph): ReadonlyMap<string, readonly Route[]> {
  const routes = new Map<string, Route[]>();
  for (const ingress of graph.all('networking.k8s.io/Ingress')) {
    if (!isPlain(ingress)) continue;
    for (const entry of ingressPaths(ingress)) {
      const key = keyOf(ingress, entry);
      if (key === undefined) continue;
      const list = routes.get(key);
      if (list === undefined) routes.set(key, [{ ingress, entry }]);
      // More than a few of one key are copies of an environment; all pairs would be quadratic.
      else if (list.length < MOST) list.push({ ingress, entry });
    }
  }
  return routes;
}

const MOST = 20;

/** Annotations that let Ingresses share a path: canaries, matches on headers and methods, orders and priorities. */
const SHARING =
  /canary|match|method|header|condition|weight|priorit|router|rule|order|group\.|snippet|mergeable/i;

function isPlain(ingress: Resource): boolean {
  return (
    ingress.unrendered === undefined && !Object.keys(ingress.annotations).some((key) => SHARING.test(key))
  );
}

function keyOf(ingress: Resource, { host, path, pathType, backend }: IngressPath): string | undefined {
  if (pathType === undefined || isActionBackend(backend) || isPlaceholder(host) || isPlaceholder(path))
    return undefined;
  return JSON.stringify([classOf(ingress) ?? '', host, pathType, path]);
}

/**
 * Whether both are applied to one cluster, as far as files tell: in one file, or, where the Services of both are here
 * and the host is written, in one folder or in files that are no counterparts of each other.
 */
function areTogether(graph: Graph, ingress: Resource, entry: IngressPath, other: Route): boolean {
  const [mine, theirs] = [ingress.manifest.file, other.ingress.manifest.file];
  if (ingress.name === other.ingress.name && ingress.namespace === other.ingress.namespace) return false;
  if (mine === theirs) return true;
  if (entry.host === '') return false;
  const here = (one: Resource): boolean =>
    graph
      .references(one)
      .some(
        ({ row, to, namespace, name }) =>
          row.id === 'ingress-backend' && graph.find(to, namespace, name) !== undefined,
      );
  if (!here(ingress) || !here(other.ingress)) return false;
  if (folderOf(mine) === folderOf(theirs)) return true;
  return baseName(mine) !== baseName(theirs) && !areCounterparts(graph, ingress, other.ingress);
}
