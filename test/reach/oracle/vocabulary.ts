import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Labels, LabelSelector, Requirement } from './cluster.ts';

/** `default` is also the namespace of objects that leave theirs out. */
export const NAMESPACES = ['shop', 'depot', 'default'] as const;
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
/** Neighbours among them, so that the ends of ranges are told apart. */
export const PORTS = [80, 81, 8080, 53, 65535] as const;
export const PORT_NAMES = ['http', 'dns'] as const;

/** Blocks that hold public unicast addresses only, so no pod. */
export const PUBLIC_BLOCKS: readonly { readonly cidr: string; readonly except: readonly string[] }[] = [
  { cidr: '8.8.8.0/24', except: ['8.8.8.8/32', '8.8.8.128/25'] },
  { cidr: '8.8.8.8/32', except: [] },
  { cidr: '8.8.8.7/24', except: ['8.8.8.8/29'] },
  { cidr: '2600:1f00::/24', except: ['2600:1f00:1::/48'] },
  { cidr: '2600:1f00:1::1/128', except: [] },
];

/** Blocks that may hold pods, at least without their exceptions. */
export const OTHER_BLOCKS: readonly { readonly cidr: string; readonly except: readonly string[] }[] = [
  { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '8.8.8.8/32', '128.0.0.0/1'] },
  { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.1.2.3/32'] },
  // Nothing but public addresses is left of it without 10.0.0.0/8, nor without its halves.
  { cidr: '8.0.0.0/6', except: ['10.0.0.0/8'] },
  { cidr: '8.0.0.0/6', except: ['10.0.0.0/9', '10.128.0.0/9'] },
  { cidr: '10.1.2.3/32', except: [] },
  { cidr: '169.254.0.0/16', except: ['169.254.20.10/32'] },
  { cidr: '::/0', except: ['fd00::/8', '2600:1f00:1::/48'] },
  { cidr: 'fd00::/8', except: ['fd00::/64'] },
];

/** Addresses inside and outside of the blocks and their exceptions. */
export const ADDRESSES: readonly string[] = [
  ...['8.8.8.8', '8.8.8.9', '8.8.8.200', '1.1.1.1', '10.1.2.3', '10.2.0.1', '169.254.20.10'],
  ...['2600:1f00:1::1', '2600:1f00:2::1', 'fd00::1', 'fd00:0:0:1::1'],
];

/** Of pods that were running: in blocks and in none, of one family and of both. */
export const POD_ADDRESSES: readonly (readonly string[])[] = [
  ['10.1.2.3'],
  ['10.2.0.1', 'fd00::1'],
  ['2600:1f00:1::1'],
  ['192.168.7.7'],
];

/** A value, or null in its place. */
export function nullable<T>(arbitrary: Arbitrary<T>): Arbitrary<T | null> {
  return fc.option(arbitrary, { nil: null, freq: 6 });
}

export const podSelector: Arbitrary<LabelSelector> = selectorOver({ app: ['web', 'api'], role: ['x', ''] });

export const namespaceSelector: Arbitrary<LabelSelector> = selectorOver({
  team: ['red', 'blue'],
  env: ['live', ''],
  'kubernetes.io/metadata.name': NAMESPACES,
});

function selectorOver(values: Readonly<Record<string, readonly string[]>>): Arbitrary<LabelSelector> {
  const matchLabels = fc.record<Labels>(
    Object.fromEntries(Object.entries(values).map(([key, words]) => [key, fc.constantFrom(...words)])),
    { requiredKeys: [] },
  );
  const matchExpressions = fc.array(fc.oneof(...Object.entries(values).map(requirementOn)), { maxLength: 2 });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 3, arbitrary: fc.record({ matchLabels: nullable(matchLabels) }) },
    { weight: 2, arbitrary: fc.record({ matchExpressions: nullable(matchExpressions) }) },
    { weight: 1, arbitrary: fc.record({ matchLabels, matchExpressions }) },
  );
}

function requirementOn([key, words]: [string, readonly string[]]): Arbitrary<Requirement> {
  const some = fc.uniqueArray(fc.constantFrom(...words, 'other'), { minLength: 1, maxLength: 2 });
  const none = fc.constantFrom<{ values?: readonly string[] | null }[]>({}, { values: [] }, { values: null });
  return fc.oneof(
    fc.record({ key: fc.constant(key), operator: fc.constantFrom('In', 'NotIn'), values: some }),
    fc
      .tuple(fc.constantFrom('Exists', 'DoesNotExist'), none)
      .map(([operator, values]) => ({ key, operator, ...values })),
  );
}
