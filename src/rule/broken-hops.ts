import type { Path } from '../base/json.ts';
import { parentOfSet } from '../reach/gateway/listener.ts';
import { alike, worst } from '../reach/trace/hop.ts';
import type { Hop, HopKind, Trace } from '../reach/trace/hop.ts';
import type { Graph } from '../reference/graph.ts';
import type { Resource } from '../resource/resource.ts';
import { clientCaOf, makersOf } from './certificate-needs.ts';
import type { Need } from './need.ts';
import type { Breaks } from './rule.ts';

/** A finding that says that requests fail. */
export interface Fault {
  readonly breaks: Breaks;
  /** From the value of the object. */
  readonly at: Path;
  /** A sentence with a full stop. */
  readonly message: string;
}

/** What is wrong with an object for certain, as `check` tells it. */
export type FaultsOf = (resource: Resource) => readonly Fault[];

/** Hops that need the object at their place. What policies say stands there, broken or not. */
const NEEDING: readonly HopKind[] = ['entry', 'tls', 'route', 'backend', 'service', 'endpoints', 'container'];

/** A trace that ends where `check` says that requests fail, so that the two agree. */
export function withFaults(graph: Graph, trace: Trace, faultsOf: FaultsOf): Trace {
  const [head, ...ways] = segmentsOf(trace.hops).map((hops) => broken(graph, faultsOf, hops));
  if (head === undefined || ![head, ...ways].some(({ changed }) => changed)) return trace;
  if (head.verdict === 'blocked') return { verdict: 'blocked', hops: head.hops };
  return {
    verdict: worst([head.verdict, alike(ways.map(({ verdict }) => verdict))]),
    hops: [...head.hops, ...ways.flatMap(({ hops }) => hops)],
  };
}

/** The hops that all requests take, then those of each backend. */
function segmentsOf(hops: readonly Hop[]): readonly (readonly Hop[])[] {
  const found: Hop[][] = [[]];
  for (const hop of hops) {
    if (hop.kind === 'backend') found.push([]);
    found.at(-1)?.push(hop);
  }
  return found;
}

interface Segment extends Trace {
  readonly changed: boolean;
}

function broken(graph: Graph, faultsOf: FaultsOf, hops: readonly Hop[]): Segment {
  const kept: Hop[] = [];
  let changed = false;
  for (const [index, hop] of hops.entries()) {
    const fault = brokenHop(graph, faultsOf, hops, index);
    changed ||= fault !== undefined;
    kept.push(fault ?? hop);
    if (kept.at(-1)?.verdict === 'blocked') break;
  }
  return { hops: kept, verdict: worst(kept.map(({ verdict }) => verdict)), changed };
}

function brokenHop(graph: Graph, faultsOf: FaultsOf, hops: readonly Hop[], index: number): Hop | undefined {
  const hop = hops[index];
  if (hop === undefined || hop.verdict === 'blocked' || !NEEDING.includes(hop.kind)) return undefined;
  const choices = choicesOf(graph, hops, index);
  const found = choices.flatMap((needs) => {
    const faults = needs.flatMap((need) => faultOf(faultsOf, need) ?? []);
    return faults.find(({ breaks }) => breaks !== 'perhaps') ?? faults[0] ?? [];
  });
  const [first] = found;
  if (first === undefined) return undefined;
  const all = found.length === choices.length && found.every(({ breaks }) => breaks !== 'perhaps');
  return {
    kind: hop.kind,
    verdict: all && !isOneOfEntries(hops, index) ? 'blocked' : 'depends',
    message: first.message.replace(/\.$/, ''),
    place: { resource: first.resource, path: first.at },
  };
}

/** Several ways in are followed after each other, and any of them will do. */
function isOneOfEntries(hops: readonly Hop[], index: number): boolean {
  const kinds = [hops[index], hops[index - 1], hops[index + 1]].map((hop) => hop?.kind);
  return kinds[0] === 'entry' && (kinds[1] === 'entry' || kinds[2] === 'entry');
}

function faultOf(
  faultsOf: FaultsOf,
  { resource, path, below, means }: Need,
): (Fault & { resource: Resource }) | undefined {
  const fault = faultsOf(resource).find(
    ({ breaks, at }) =>
      breaks === 'object' || path === undefined || isWithin(path, at) || (below && isWithin(at, path)),
  );
  return fault && { ...fault, breaks: means ?? fault.breaks, resource };
}

function isWithin(path: Path, above: Path): boolean {
  return above.every((step, index) => path[index] === step);
}

/** What says that an object as a whole is not there counts, and nothing of its parts. */
function whole(resource: Resource): Need {
  return { resource, path: ['metadata', 'name'], below: false };
}

/** Each is enough by itself, if all that it needs is there. */
function choicesOf(graph: Graph, hops: readonly Hop[], index: number): readonly (readonly Need[])[] {
  const hop = hops[index];
  if (hop?.place === undefined) return [];
  const { resource, path } = hop.place;
  const own: Need = { resource, path, below: hop.kind === 'backend' || hop.kind === 'tls' };
  if (hop.kind === 'container') {
    const service = hops.slice(0, index).findLast(({ kind }) => kind === 'service')?.place?.resource;
    const { sure = [], possible = [] } = service === undefined ? {} : graph.podsBehind(service);
    const owners = new Set([resource, ...[...sure, ...possible].map(({ owner }) => owner)]);
    return [...owners].map((owner) => [whole(owner)]);
  }
  const gateway = parentOfSet(graph, resource);
  if (hop.kind === 'tls') {
    const secrets = graph
      .references(resource)
      .filter((one) => one.to === 'Secret' && isWithin(one.path, path));
    if (secrets.length > 0)
      return secrets.map((reference) => {
        const secret = graph.find('Secret', reference.namespace, reference.name);
        const named: Need = { resource, path: reference.path.slice(0, -1), below: true };
        const held: readonly Need[] =
          secret === undefined
            ? makersOf(graph, reference)
            : [{ resource: secret, path: undefined, below: true }];
        return [named, ...held, ...clientCaOf(resource, gateway)];
      });
  }
  return [gateway === undefined ? [own] : [own, whole(gateway)]];
}
