import { isEqual } from '../../base/equal.ts';
import { addTo } from '../../base/multimap.ts';
import { selectorOf } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { servicePorts, serviceType } from '../../reach/service/service.ts';
import { copiesBeside, winnerOf } from '../../reference/copies.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatSelector } from '../../resource/selector.ts';
import type { Check, Finding } from '../rule.ts';

/** An object that a later one of its file overwrites, and files of one folder that define the same objects. */
export const check: Check = function* (resource, { graph }) {
  const winner = winnerOf(graph, resource);
  if (winner !== undefined) yield overwritten(graph, resource, winner);
  yield* pairsOf(graph).get(resource) ?? [];
};

function overwritten(graph: Graph, resource: Resource, winner: Resource): Finding {
  const lost = resource.type === 'Service' ? lostOfService(resource, winner) : undefined;
  const same = isEqual(resource.value, winner.value);
  const what =
    lost ??
    (same || resource.type === 'Service' ? 'nothing is lost by it' : 'what is written here has no effect');
  const harmless = resource.type === 'Service' ? lost === undefined : same;
  return {
    at: ['metadata', 'name'],
    message: `${nameOf(resource)} is defined again later in this file, and the last one wins; ${what}.`,
    ...(harmless ? { severity: 'info' } : {}),
    related: [
      { resource: winner, message: `${nameOf(winner)} is defined again here` },
      ...(lost === undefined ? [] : dependentsOfService(graph, resource)),
    ],
  };
}

/** Objects that two files have in common, each with its copy. */
type Pair = readonly [Resource, Resource];

/** What is said of each pair of files, at the first object that both have. Of many files each is told of one other. */
function pairsOf(graph: Graph): ReadonlyMap<Resource, readonly Finding[]> {
  return graph.memo('files with the same objects', () => {
    const pairs = new Map<string, Pair[]>();
    for (const resource of graph.resources) {
      if (resource.unrendered !== undefined || winnerOf(graph, resource) !== undefined) continue;
      const next = copiesBeside(graph, resource).find(
        (one) => one.unrendered === undefined && graph.isBefore(resource, one),
      );
      if (next !== undefined)
        addTo(pairs, `${resource.manifest.file}\0${next.manifest.file}`, [resource, next]);
    }
    const found = new Map<Resource, Finding[]>();
    for (const [first, ...more] of pairs.values())
      if (first !== undefined) addTo(found, first[0], inTwoFiles([first, ...more]));
    return found;
  });
}

function inTwoFiles(pairs: readonly [Pair, ...Pair[]]): Finding {
  const [[resource, copy]] = pairs;
  const more = pairs.length - 1;
  const what =
    more === 0 ? `${nameOf(resource)} is` : `${nameOf(resource)} and ${more} more of this file are`;
  const same = pairs.every(([one, other]) => isEqual(one.value, other.value));
  return {
    at: ['metadata', 'name'],
    message: `${what} defined in ${copy.manifest.file}, too; ${same ? 'nothing is lost by it' : 'where they differ, what is applied last counts'}.`,
    severity: 'info',
    related: [{ resource: copy, message: `${nameOf(copy)} is defined here, too` }],
  };
}

/** What requests that the earlier Service would have served come to. */
function lostOfService(earlier: Resource, later: Resource): string | undefined {
  const offered = new Set(servicePorts(later).map(({ port, protocol }) => `${port ?? '?'}/${protocol}`));
  const lost = servicePorts(earlier).filter(
    ({ port, protocol }) => !offered.has(`${port ?? '?'}/${protocol}`),
  );
  if (lost.length > 0 && serviceType(later) !== 'ExternalName') {
    const ports = lost.map(
      ({ port, protocol }) => `${port ?? '?'}${protocol === 'TCP' ? '' : `/${protocol}`}`,
    );
    return `requests to ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(' and ')} are refused`;
  }
  const [before, after] = [selectionOf(earlier), selectionOf(later)];
  if (before !== after) return `requests go to ${after}, not to ${before}`;
  if (opensNodes(earlier) && !opensNodes(later))
    return `it is not reachable from outside, as ${serviceType(earlier)} would be`;
  return undefined;
}

function selectionOf(service: Resource): string {
  if (serviceType(service) === 'ExternalName') return 'an external name';
  const selector = selectorOf(service);
  if (selector === undefined) return 'no pods';
  const sorted = [...selector.requirements].sort((a, b) => (a.key < b.key ? -1 : 1));
  return `pods with ${formatSelector({ requirements: sorted })}`;
}

function opensNodes(service: Resource): boolean {
  return ['NodePort', 'LoadBalancer'].includes(serviceType(service));
}
