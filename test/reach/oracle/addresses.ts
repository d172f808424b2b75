import type { IpBlock } from './cluster.ts';

/** An IPv4 or IPv6 address as a number of 32 or 128 bits. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** The addresses of a CIDR, both ends included. */
interface Range {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** NP14: an address is in a block if it is in the CIDR and in none of its exceptions. */
export function blockContains(block: IpBlock, address: string): boolean {
  return inCidr(block.cidr, address) && !(block.except ?? []).some((except) => inCidr(except, address));
}

/** NP15: an address of one family is in no CIDR of the other. */
export function inCidr(cidr: string, address: string): boolean {
  const range = rangeOf(cidr);
  const { bits, value } = parse(address);
  return range.bits === bits && range.first <= value && value <= range.last;
}

/**
 * Whether every address of a block is a public unicast one, as no pod's is. What is not: IANA's special-purpose
 * registries, multicast and reserved space.
 */
export function isPublicOnly(block: IpBlock): boolean {
  const whole = rangeOf(block.cidr);
  const holes = (block.except ?? []).map(rangeOf).filter(({ bits }) => bits === whole.bits);
  return NOT_PUBLIC.map(rangeOf)
    .filter(({ bits }) => bits === whole.bits)
    .every((special) => {
      const first = special.first > whole.first ? special.first : whole.first;
      const last = special.last < whole.last ? special.last : whole.last;
      return isCovered(first, last, holes);
    });
}

const NOT_PUBLIC: readonly string[] = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Only 2000::/3 is handed out for global unicast.
  ...['::/3', '4000::/2', '8000::/1', '2001:db8::/32'],
];

/** Whether holes leave nothing between two addresses. */
function isCovered(first: bigint, last: bigint, holes: readonly Range[]): boolean {
  let open = first;
  while (open <= last) {
    const hole = holes.find((range) => range.first <= open && open <= range.last);
    if (hole === undefined) return false;
    open = hole.last + 1n;
  }
  return true;
}

/** Bits beyond the prefix are cut off, as the API server's parser does. */
function rangeOf(cidr: string): Range {
  let range = RANGES.get(cidr);
  if (range === undefined) {
    const [text = '', length = ''] = cidr.split('/');
    const { bits, value } = parse(text);
    const size = 1n << BigInt(bits - Number(length));
    const first = value - (value % size);
    range = { bits, first, last: first + size - 1n };
    RANGES.set(cidr, range);
  }
  return range;
}

const RANGES = new Map<string, Range>();

function parse(text: string): Address {
  if (!text.includes(':')) {
    const value = text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    return { bits: 32, value };
  }
  const [head = '', tail] = text.split('::');
  const groups = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => '0');
  const value = [...before, ...zeros, ...after].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
  return { bits: 128, value };
}
