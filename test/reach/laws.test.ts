import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PortSet } from '../../src/base/ports.ts';
import { Connectivity } from '../../src/reach/connectivity/connectivity.ts';
import type { Connections } from '../../src/reach/connectivity/connectivity.ts';
import { endOf, format, graphWith } from './connections.ts';

/** Changes of policies that keep what they mean, or may change it in one direction only. */
interface Spec {
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
}

interface Selector {
  readonly matchLabels: Readonly<Record<string, string>>;
}
type Peer =
  | { readonly podSelector?: Selector; readonly namespaceSelector?: Selector }
  | { readonly ipBlock: { readonly cidr: string; readonly except?: readonly string[] } };
interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

interface Rule {
  readonly peers: readonly Peer[];
  readonly ports: readonly Port[];
}

const ENDS = [
  'shop/web',
  'shop/db',
  'shop/api',
  'ops/prom',
  'ops/agent',
  'wild/guest',
  '10.1.0.1',
  '8.8.8.8',
  '::1',
];

const podSelector: fc.Arbitrary<Selector> = fc.constantFrom(
  { matchLabels: {} },
  { matchLabels: { app: 'web' } },
  { matchLabels: { app: 'db' } },
  { matchLabels: { app: 'prom' } },
);
const mayApply: fc.Arbitrary<Selector> = fc.constant({ matchLabels: { 'pod-template-hash': 'a' } });
const namespaceSelector: fc.Arbitrary<Selector> = fc.constantFrom(
  { matchLabels: {} },
  { matchLabels: { team: 'a' } },
  { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } },
);
const peer: fc.Arbitrary<Peer> = fc.oneof(
  podSelector.map((one) => ({ podSelector: one })),
  mayApply.map((one) => ({ podSelector: one })),
  namespaceSelector.map((one) => ({ namespaceSelector: one })),
  fc.record({ podSelector, namespaceSelector }),
  fc.constantFrom<Peer>(
    { ipBlock: { cidr: '8.8.0.0/16' } },
    { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
    { ipBlock: { cidr: '::/0' } },
  ),
);
const port: fc.Arbitrary<Port> = fc.constantFrom<Port>(
  { port: 80 },
  { port: 'http' },
  { port: 'http', protocol: 'UDP' },
  { protocol: 'UDP' },
  { port: 8000, endPort: 9000 },
);
const rule: fc.Arbitrary<Rule> = fc.record({
  peers: fc.array(peer, { maxLength: 3 }),
  ports: fc.array(port, { maxLength: 2 }),
});
const types = fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']);

function specs(subject: fc.Arbitrary<Selector>): fc.Arbitrary<readonly Spec[]> {
  const rules = fc.array(rule, { maxLength: 3 });
  return fc.array(fc.record({ podSelector: subject, policyTypes: types, ingress: rules, egress: rules }), {
    minLength: 1,
    maxLength: 3,
  });
}

const certain = specs(podSelector);
const uncertain = specs(fc.oneof(podSelector, mayApply));

interface Style {
  readonly selector?: (selector: Selector) => object;
  /** Whether empty lists are left out. */
  readonly sparse?: boolean;
}

function write(list: readonly Spec[], { selector = (one) => one, sparse = false }: Style = {}): string {
  const listUnlessEmpty = (key: string, items: readonly object[]): object =>
    sparse && items.length === 0 ? {} : { [key]: items };
  const peerText = (one: Peer): object =>
    'ipBlock' in one
      ? one
      : {
          ...(one.podSelector && { podSelector: selector(one.podSelector) }),
          ...(one.namespaceSelector && { namespaceSelector: selector(one.namespaceSelector) }),
        };
  const rules = (key: string, items: readonly Rule[]): readonly object[] =>
    items.map(({ peers, ports }) => ({
      ...listUnlessEmpty(key, peers.map(peerText)),
      ...listUnlessEmpty('ports', ports),
    }));
  return list
    .map((spec, index) =>
      JSON.stringify({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: `p${index}`, namespace: 'shop' },
        spec: {
          podSelector: selector(spec.podSelector),
          policyTypes: spec.policyTypes,
          ingress: rules('from', spec.ingress),
          egress: rules('to', spec.egress),
        },
      }),
    )
    .join('\n---\n');
}

/** What gets through between any two ends. */
function mapOf(text: string): readonly (readonly [pair: string, connections: Connections])[] {
  const graph = graphWith(text);
  const connectivity = new Connectivity(graph);
  const ends = ENDS.map((name) => ({ name, end: endOf(graph, name) }));
  return ends.flatMap((from) =>
    ends.map((to) => [`${from.name} > ${to.name}`, connectivity.between(from.end, to.end)] as const),
  );
}

function show(text: string): readonly string[] {
  return mapOf(text).map(([pair, connections]) => `${pair}: ${format(connections)}`);
}

/** Whether everything that gets through before also does after, for certain and at most. */
function expectMore(before: string, after: string): void {
  const wider = mapOf(after);
  mapOf(before).forEach(([pair, one], index) => {
    const other = wider[index]?.[1] ?? { allowed: PortSet.none, depends: PortSet.none };
    expect([pair, one.allowed.isSubsetOf(other.allowed)]).toEqual([pair, true]);
    const [most, mostAfter] = [one, other].map(({ allowed, depends }) => allowed.union(depends));
    expect([pair, mostAfter !== undefined && most?.isSubsetOf(mostAfter)]).toEqual([pair, true]);
  });
}

const RUNS = { numRuns: 60 };

describe('what policies mean does not depend on', () => {
  it('the order of policies, rules, peers and ports', () => {
    const turn = ({ peers, ports }: Rule): Rule => ({ peers: peers.toReversed(), ports: ports.toReversed() });
    fc.assert(
      fc.property(uncertain, (list) => {
        const turned = list.toReversed().map((spec) => ({
          ...spec,
          ingress: spec.ingress.map(turn).toReversed(),
          egress: spec.egress.map(turn).toReversed(),
        }));
        expect(show(write(turned))).toEqual(show(write(list)));
      }),
      RUNS,
    );
  });

  it('how many policies hold the rules', () => {
    const split = (spec: Spec): readonly Spec[] => [
      { ...spec, ingress: spec.ingress.slice(0, 1), egress: [] },
      { ...spec, ingress: spec.ingress.slice(1), egress: spec.egress.slice(0, 2) },
      { ...spec, ingress: [], egress: spec.egress.slice(2) },
    ];
    fc.assert(
      fc.property(certain, (list) => {
        expect(show(write(list.flatMap(split)))).toEqual(show(write(list)));
      }),
      RUNS,
    );
  });

  it('whether labels are matched as labels or as expressions', () => {
    const selector = ({ matchLabels }: Selector): object => ({
      matchExpressions: Object.entries(matchLabels).map(([key, value]) => ({
        key,
        operator: 'In',
        values: [value],
      })),
    });
    fc.assert(
      fc.property(uncertain, (list) => {
        expect(show(write(list, { selector }))).toEqual(show(write(list)));
      }),
      RUNS,
    );
  });

  it('whether lists of peers and ports are empty or absent', () => {
    fc.assert(
      fc.property(uncertain, (list) => {
        expect(show(write(list, { sparse: true }))).toEqual(show(write(list)));
      }),
      RUNS,
    );
  });

  it('where a range of ports is cut', () => {
    const cut = ({ peers, ports }: Rule): Rule => ({
      peers,
      ports: ports.flatMap((one): readonly Port[] =>
        one.endPort === undefined
          ? [one]
          : [
              { port: 8000, endPort: 8499 },
              { port: 8500, endPort: 9000 },
            ],
      ),
    });
    fc.assert(
      fc.property(uncertain, (list) => {
        const finer = list.map((spec) => ({
          ...spec,
          ingress: spec.ingress.map(cut),
          egress: spec.egress.map(cut),
        }));
        expect(show(write(finer))).toEqual(show(write(list)));
      }),
      RUNS,
    );
  });

  it('policies that select nothing', () => {
    fc.assert(
      fc.property(uncertain, types, (list, policyTypes) => {
        const idle = {
          podSelector: { matchLabels: { app: 'nobody' } },
          policyTypes,
          ingress: [],
          egress: [],
        };
        expect(show(write([...list, idle]))).toEqual(show(write(list)));
      }),
      RUNS,
    );
  });
});

describe('a change goes one way', () => {
  it('one more rule closes nothing', () => {
    fc.assert(
      fc.property(uncertain, rule, fc.constantFrom('ingress', 'egress'), (list, added, direction) => {
        const [first, ...others] = list;
        if (first === undefined) return;
        const wider = { ...first, [direction]: [...first[direction], added] };
        expectMore(write(list), write([wider, ...others]));
      }),
      RUNS,
    );
  });

  it('the first policies of a direction open nothing', () => {
    fc.assert(
      fc.property(uncertain, (list) => {
        const inward = list.map((spec) => ({ ...spec, policyTypes: ['Ingress'] }));
        const outward = list.map((spec) => ({ ...spec, policyTypes: ['Egress'] }));
        expectMore(write([...inward, ...outward]), write(inward));
      }),
      RUNS,
    );
  });

  it('one more policy closes nothing for certain to pods that others isolate', () => {
    const isolating: Spec = {
      podSelector: { matchLabels: {} },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [],
    };
    fc.assert(
      fc.property(uncertain, certain, (list, added) => {
        expectMore(write([isolating, ...list]), write([isolating, ...list, ...added]));
      }),
      RUNS,
    );
  });
});

describe('Connectivity', () => {
  it('decides once for ends that no policy tells apart', () => {
    const graph = graphWith(
      write([
        {
          podSelector: { matchLabels: { app: 'web' } },
          policyTypes: ['Egress'],
          ingress: [],
          egress: [
            { peers: [{ ipBlock: { cidr: '8.8.0.0/16', except: ['8.8.4.0/24'] } }], ports: [{ port: 53 }] },
          ],
        },
      ]),
    );
    const from = endOf(graph, 'shop/web');
    const ask = (address: string): Connections => new Connectivity(graph).between(from, { address });
    expect(ask('8.8.8.8')).toBe(ask('8.8.255.255'));
    expect(format(ask('8.8.8.8'))).toBe('TCP 53');
    expect(format(ask('8.8.4.4'))).toBe('none');
    expect(ask('8.8.4.4')).toBe(ask('8.8.4.255'));
    expect(ask('0.0.0.0')).toBe(ask('8.7.255.255'));
  });

  it('tells ends apart by any of a hundred policies', () => {
    const text = write(
      Array.from({ length: 100 }, (_, index) => ({
        podSelector: { matchLabels: {} },
        policyTypes: ['Ingress'],
        ingress: [
          {
            peers: [{ podSelector: { matchLabels: { app: index % 33 === 0 ? 'web' : 'db' } } }],
            ports: [{ port: 1000 + 2 * index }],
          },
        ],
        egress: [],
      })),
    );
    const graph = graphWith(text);
    const connectivity = new Connectivity(graph);
    const allowed = (from: string): PortSet =>
      connectivity.between(endOf(graph, from), endOf(graph, 'shop/api')).allowed;
    expect(String(allowed('shop/web'))).toBe('TCP 1000, 1066, 1132, 1198');
    expect(allowed('shop/db').ranges()).toHaveLength(96);
    expect(allowed('ops/prom').isEmpty).toBe(true);
  });

  it('refuses what is no end', () => {
    const graph = graphWith('');
    const connectivity = new Connectivity(graph);
    const web = endOf(graph, 'shop/web');
    expect(() => connectivity.between(web, { address: 'example.com' })).toThrow(RangeError);
    expect(() => connectivity.between(endOf(graphWith(''), 'shop/web'), web)).toThrow(RangeError);
  });
});
