import { readDocuments } from '../../../src/document/read.ts';
import { Connectivity } from '../../../src/reach/connectivity/connectivity.ts';
import type { Connections } from '../../../src/reach/connectivity/connectivity.ts';
import { Graph } from '../../../src/reference/graph.ts';
import type { Pod } from '../../../src/resource/pod.ts';
import { objectsOf, resourceOf } from '../../../src/resource/resource.ts';
import { inCidr } from './addresses.ts';
import type { Cluster, Protocol } from './cluster.ts';
import { manifestsOf } from './cluster.ts';
import { verdict } from './oracle.ts';
import type { Verdict } from './oracle.ts';
import type { End } from './question.ts';
import { ADDRESSES, PORTS, PROTOCOLS } from './vocabulary.ts';

/** A question that the engine and the oracle answer differently. */
export interface Disagreement {
  readonly question: string;
  readonly engine: Verdict;
  readonly oracle: Verdict;
}

/** How many questions had each answer, so that a test sees that all of them occur. */
export type Tally = Record<Verdict, number>;

/** Asks engine and oracle about every pair of ends of a cluster, each on the ports that may differ. */
export function disagreements(cluster: Cluster, tally?: Tally): readonly Disagreement[] {
  const found: Disagreement[] = [];
  const engine = engineOf(cluster);
  const ends = endsOf(cluster);
  const ports = portsOf(cluster);
  for (const from of ends) {
    for (const to of ends) {
      if ('address' in from && 'address' in to) continue;
      const answer = engine(from, to);
      for (const protocol of PROTOCOLS) {
        for (const port of ports) {
          const said = answer(protocol, port);
          const right = verdict(cluster, from, to, protocol, port);
          if (tally !== undefined) tally[right] += 1;
          if (said === right) continue;
          const question = `${nameOf(cluster, from)} > ${nameOf(cluster, to)} ${protocol} ${port}`;
          found.push({ question, engine: said, oracle: right });
        }
      }
    }
  }
  return found;
}

export function graphOf(manifests: string): Graph {
  const resources = readDocuments(manifests).flatMap(({ offset, document }, index) =>
    objectsOf({ file: 'cluster.yaml', index, offset, document }).map((object) =>
      resourceOf(object, 'default', new Set()),
    ),
  );
  return new Graph({ resources, closedWorld: false, unreadable: [] });
}

type Answer = (protocol: Protocol, port: number) => Verdict;

function engineOf(cluster: Cluster): (from: End, to: End) => Answer {
  const graph = graphOf(manifestsOf(cluster));
  const connectivity = new Connectivity(graph);
  const pods = new Map(graph.pods().map((pod) => [pod.owner.name, pod]));
  const endOf = (end: End): { readonly pod: Pod } | { readonly address: string } => {
    if ('address' in end) return end;
    const name = nameOf(cluster, end);
    const pod = pods.get(name);
    if (pod === undefined) throw new Error(`the graph has no pod ${name}`);
    return { pod };
  };
  return (from, to) => {
    const connections = connectivity.between(endOf(from), endOf(to));
    return (protocol, port) => answerOf(connections, protocol, port);
  };
}

export function answerOf({ allowed, depends }: Connections, protocol: Protocol, port: number): Verdict {
  if (allowed.contains(protocol, port)) return 'allowed';
  return depends.contains(protocol, port) ? 'depends' : 'blocked';
}

/** All pods, the addresses in any CIDR of the cluster, and two in perhaps none, which are like all the others. */
function endsOf(cluster: Cluster): readonly End[] {
  const cidrs = [...JSON.stringify(cluster.policies).matchAll(/"([0-9a-f.:]+\/\d+)"/g)].map(
    ([, cidr = '']) => cidr,
  );
  const addresses = ADDRESSES.filter(
    (address) => ORDINARY.includes(address) || cidrs.some((cidr) => inCidr(cidr, address)),
  );
  return [...cluster.pods.map((_, pod) => ({ pod })), ...addresses.map((address) => ({ address }))];
}

const ORDINARY: readonly string[] = ['1.1.1.1', 'fd00::1'];

/** Those of the vocabulary that the cluster names, the ends of its ranges, their neighbours, and one it does not. */
export function portsOf(cluster: Cluster): readonly number[] {
  const text = JSON.stringify(cluster);
  const named = PORTS.filter((port) => new RegExp(`:${port}[,}]`).test(text));
  const first = numbersIn(text, /"start":(\d+)|"port":(?=\d+,"endPort":\d)(\d+)/g).flatMap((port) => [
    port - 1,
    port,
  ]);
  const last = numbersIn(text, /"end(?:Port)?":(\d+)/g).flatMap((port) => [port, port + 1]);
  return [...new Set([...named, ...first, ...last, 5000])].filter((port) => port >= 1 && port <= 65535);
}

function numbersIn(text: string, pattern: RegExp): readonly number[] {
  return [...text.matchAll(pattern)].map((hit) => Number(hit[1] ?? hit[2]));
}

export function nameOf(cluster: Cluster, end: End): string {
  return 'address' in end ? end.address : (cluster.pods[end.pod]?.name ?? '');
}
