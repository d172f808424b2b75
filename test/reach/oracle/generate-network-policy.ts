import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type {
  IpBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicyRule,
  NetworkPolicySpec,
} from './cluster.ts';
import {
  NAMESPACES,
  OTHER_BLOCKS,
  PORT_NAMES,
  PORTS,
  PROTOCOLS,
  PUBLIC_BLOCKS,
  namespaceSelector,
  nullable,
  podSelector,
} from './vocabulary.ts';

/** NetworkPolicies as the API server accepts them, with each optional field absent, null, empty or full. */
export function networkPolicies(certain: boolean): Arbitrary<readonly NetworkPolicy[]> {
  const blocks = fc.oneof(
    { weight: 1, arbitrary: blocksOf(PUBLIC_BLOCKS) },
    { weight: certain ? 0 : 2, arbitrary: blocksOf(OTHER_BLOCKS) },
  );
  const one = fc
    .record({
      metadata: fc.record({ namespace: fc.constantFrom(...NAMESPACES) }, { requiredKeys: [] }),
      spec: fc.option(specs(blocks), { nil: null, freq: 30 }),
    })
    .map(({ metadata, spec }) => ({ metadata, spec }));
  return fc.array(one, { maxLength: 4, size: 'max' }).map((policies) =>
    policies.map(({ metadata, spec }, index) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `n${index}`, ...metadata },
      spec,
    })),
  );
}

function specs(blocks: Arbitrary<IpBlock>): Arbitrary<NetworkPolicySpec> {
  const fields = {
    podSelector: nullable(podSelector),
    policyTypes: nullable(
      fc.constantFrom<NonNullable<NetworkPolicySpec['policyTypes']>[]>(
        [],
        ['Ingress'],
        ['Egress'],
        ['Ingress', 'Egress'],
        ['Egress', 'Ingress'],
        ['Ingress', 'Ingress'],
      ),
    ),
    ingress: nullable(rules('from', blocks)),
    egress: nullable(rules('to', blocks)),
  };
  return fc.oneof({ withCrossShrink: true }, fc.record(fields, { requiredKeys: [] }), fc.record(fields));
}

function rules(
  side: 'from' | 'to',
  blocks: Arbitrary<IpBlock>,
): Arbitrary<readonly (NetworkPolicyRule | null)[]> {
  const list = nullable(fc.array(peers(blocks), { maxLength: 2 }));
  const fields = { [side]: list, ports: nullable(fc.array(ports, { maxLength: 3 })) };
  const rule = fc.oneof(
    { withCrossShrink: true },
    fc.record(fields, { requiredKeys: [] }),
    fc.record(fields),
  );
  return fc.array(fc.option(rule, { nil: null, freq: 20 }), { maxLength: 3 });
}

/** NP8: at least one field, and a block alone. */
function peers(blocks: Arbitrary<IpBlock>): Arbitrary<NetworkPolicyPeer> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.record({ podSelector }) },
    { weight: 2, arbitrary: fc.record({ namespaceSelector }) },
    { weight: 3, arbitrary: fc.record({ podSelector, namespaceSelector }) },
    {
      weight: 1,
      arbitrary: fc.record({
        podSelector: nullable(podSelector),
        namespaceSelector,
        ipBlock: fc.constant(null),
      }),
    },
    { weight: 4, arbitrary: fc.record({ ipBlock: blocks }) },
  );
}

function blocksOf(
  all: readonly { readonly cidr: string; readonly except: readonly string[] }[],
): Arbitrary<IpBlock> {
  return fc
    .constantFrom(...all)
    .chain(({ cidr, except }) =>
      fc.record(
        { cidr: fc.constant(cidr), except: nullable(fc.subarray([...except])) },
        { requiredKeys: ['cidr'] },
      ),
    );
}

/** NP12: an end needs a number, and is not below it. */
const ports: Arbitrary<NetworkPolicyPort | null> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 16,
    arbitrary: fc.record(
      {
        protocol: nullable(fc.constantFrom(...PROTOCOLS)),
        port: nullable(fc.constantFrom<(number | string)[]>(...PORTS, ...PORT_NAMES)),
      },
      { requiredKeys: [] },
    ),
  },
  {
    weight: 5,
    arbitrary: fc
      .record({
        protocol: nullable(fc.constantFrom(...PROTOCOLS)),
        port: fc.constantFrom(...PORTS),
        beyond: nullable(fc.constantFrom(0, 1, 10_000)),
      })
      .map(({ protocol, port, beyond }) => ({
        protocol,
        port,
        endPort: beyond === null ? null : Math.min(port + beyond, 65535),
      })),
  },
);
