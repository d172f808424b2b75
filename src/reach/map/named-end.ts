import { parseAddress } from '../../base/addresses.ts';
import type { Address } from '../../base/addresses.ts';
import { parseCidr } from '../../base/cidr.ts';
import type { Cidr } from '../../base/cidr.ts';
import { nearest } from '../../base/nearest.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Resource } from '../../resource/resource.ts';
import { workloadsOf } from './workload.ts';
import type { Workload } from './workload.ts';

/** What a person means by the name of an end. */
export type NamedEnd =
  | { readonly is: 'internet' }
  | { readonly is: 'address'; readonly address: Address; readonly text: string }
  | { readonly is: 'block'; readonly block: Cidr; readonly text: string }
  | { readonly is: 'workload'; readonly workload: Workload }
  | { readonly is: 'service'; readonly service: Resource };

/** Why a name means nothing, or too much, with names that may be meant, in full. */
export type NameProblem =
  | { readonly is: 'unknown'; readonly likely: readonly string[] }
  | { readonly is: 'ambiguous'; readonly likely: readonly string[] };

/**
 * Finds the end that a text names: `internet`, an address, a block of addresses, or an object as `namespace/kind/name`,
 * `kind/name`, `namespace/name` or `name`, with the kinds in any case, plural or short as kubectl has them. Of objects that are equally
 * named the one of `prefer` is meant, and one of `home` before those of other namespaces.
 */
export function findEnd(
  graph: Graph,
  text: string,
  prefer: 'workload' | 'service',
  home: string | undefined,
): NamedEnd | NameProblem {
  if (text === 'internet') return { is: 'internet' };
  const address = parseAddress(text);
  if (address !== undefined) return { is: 'address', address, text };
  const block = parseCidr(text)?.cidr;
  if (block !== undefined) return { is: 'block', block, text };

  const candidates = candidatesOf(graph);
  const readings = readingsOf(text);
  const fitting = (one: Wanted): readonly Candidate[] =>
    candidates.filter((candidate) => fits(candidate, one));
  const wanted = readings.find((one) => fitting(one).length > 0) ?? readings[0];
  const found = fitting(wanted);
  const [only] = narrowed(found, prefer, home);
  if (only !== undefined && narrowed(found, prefer, home).length === 1) return only.end;
  if (found.length > 0) return { is: 'ambiguous', likely: found.map(({ full }) => full) };
  return { is: 'unknown', likely: likelyFor(wanted, candidates) };
}

interface Candidate {
  readonly end: Extract<NamedEnd, { is: 'workload' | 'service' }>;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  /** `shop/Deployment/web`. */
  readonly full: string;
}

function candidatesOf(graph: Graph): readonly Candidate[] {
  return graph.memo('ends with a name', () => {
    const seen = new Set<string>();
    return [
      ...workloadsOf(graph).map((workload): Candidate['end'] => ({ is: 'workload', workload })),
      ...graph.all('Service').map((service): Candidate['end'] => ({ is: 'service', service })),
    ].flatMap((end) => {
      const { namespace, kind, name } = end.is === 'workload' ? end.workload.resource : end.service;
      const full = `${namespace}/${kind}/${name}`;
      if (seen.has(full)) return [];
      seen.add(full);
      return [{ end, namespace, kind, name, full }];
    });
  });
}

interface Wanted {
  readonly namespace: string | undefined;
  /** In lower case, singular and in full. */
  readonly kind: string | undefined;
  readonly name: string;
}

/** Of two parts the first is a kind, or where nothing is called so the namespace. */
function readingsOf(text: string): readonly [Wanted, ...Wanted[]] {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  const kind = parts.length > 1 ? kindOf(parts.at(-2) ?? '') : undefined;
  const whole = { namespace: parts.length > 2 ? parts[0] : undefined, kind, name };
  return parts.length === 2 ? [whole, { namespace: parts[0], kind: undefined, name }] : [whole];
}

/** Short names of kubectl (k/k pkg/registry, ShortNames). */
const SHORT_KINDS: Readonly<Record<string, string | undefined>> = {
  cj: 'cronjob',
  deploy: 'deployment',
  ds: 'daemonset',
  po: 'pod',
  rc: 'replicationcontroller',
  rs: 'replicaset',
  sts: 'statefulset',
  svc: 'service',
};

function kindOf(word: string): string {
  const lower = word.toLowerCase();
  return SHORT_KINDS[lower] ?? lower.replace(/s$/, '');
}

function fits({ namespace, kind, name }: Candidate, wanted: Wanted): boolean {
  return (
    name === wanted.name &&
    (wanted.namespace === undefined || namespace === wanted.namespace) &&
    (wanted.kind === undefined || kind.toLowerCase().replace(/s$/, '') === wanted.kind)
  );
}

function narrowed(
  found: readonly Candidate[],
  prefer: 'workload' | 'service',
  home: string | undefined,
): readonly Candidate[] {
  const atHome = found.filter(({ namespace }) => namespace === home);
  const near = atHome.length > 0 ? atHome : found;
  const preferred = near.filter(({ end }) => end.is === prefer);
  return preferred.length > 0 ? preferred : near;
}

const MOST_LIKELY = 3;

/** The nearest name, in the same namespace if one is written; else whatever else is called so. */
function likelyFor(wanted: Wanted, candidates: readonly Candidate[]): readonly string[] {
  const near = (some: readonly Candidate[]): readonly string[] => {
    const name = nearest(
      wanted.name,
      some.map((one) => one.name),
    );
    return some.filter((one) => one.name === name).map(({ full }) => full);
  };
  const sameKind = candidates.filter((one) => fits({ ...one, name: wanted.name }, wanted));
  const sameName = candidates.filter(({ name }) => name === wanted.name).map(({ full }) => full);
  const found = [near(sameKind), sameName, near(candidates)].find((some) => some.length > 0) ?? [];
  return found.slice(0, MOST_LIKELY);
}
