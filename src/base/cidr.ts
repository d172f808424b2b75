/** A block of addresses, both ends inclusive, as numbers of 32 or 128 bits. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** Length of the prefix. */
  readonly bits: number;
}

/**
 * Why a text that older API servers take is refused since StrictIPCIDRValidation
 * (apimachinery pkg/util/validation/ip.go IsValidCIDRForLegacyField).
 */
export type CidrFlaw = 'host-bits' | 'leading-zeros' | 'mapped';

export interface ParsedCidr {
  readonly cidr: Cidr;
  readonly flaw?: CidrFlaw;
  /** The address as it is written, before the bits behind the prefix are dropped. */
  readonly address: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;

/**
 * Reads `10.0.0.0/8` or `2001:db8::/32`, with all that the API server ever took: leading zeros, bits set behind the
 * prefix (k8s.io/utils/net ParseCIDRSloppy). Undefined for anything else, a plain address among it.
 */
export function parseCidr(text: string): ParsedCidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const written = text.slice(0, slash);
  const length = text.slice(slash + 1);
  if (!/^\d{1,8}$/.test(length)) return undefined;
  const bits = Number(length);
  const family = written.includes(':') ? 6 : 4;
  const address = family === 4 ? parseIPv4(written) : parseIPv6(written);
  if (address === undefined || bits > BITS[family]) return undefined;

  const size = 1n << BigInt(BITS[family] - bits);
  const first = address - (address % size);
  const cidr: Cidr = { family, first, last: first + size - 1n, bits };
  const flaw = flawOf(written, length, family, address, first);
  return { cidr, address, ...(flaw === undefined ? {} : { flaw }) };
}

function flawOf(
  written: string,
  length: string,
  family: 4 | 6,
  address: bigint,
  first: bigint,
): CidrFlaw | undefined {
  if (hasLeadingZero(length)) return 'leading-zeros';
  if (written.includes('.') && written.replace(/^.*:/, '').split('.').some(hasLeadingZero))
    return 'leading-zeros';
  if (family === 6 && address >> 32n === 0xffffn) return 'mapped';
  return address === first ? undefined : 'host-bits';
}

function hasLeadingZero(digits: string): boolean {
  return digits.length > 1 && digits.startsWith('0');
}

function parseIPv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let address = 0n;
  for (const part of parts) {
    if (!/^\d{1,8}$/.test(part) || Number(part) > 255) return undefined;
    address = (address << 8n) | BigInt(Number(part));
  }
  return address;
}

function parseIPv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...tail];
  return groups.reduce((address, group) => (address << 16n) | group, 0n);
}

/** The last two groups of an address may be written as an IPv4 address. */
function groupsOf(text: string, isEnd: boolean): readonly bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (isEnd && index === parts.length - 1 && part.includes('.')) {
      const embedded = parseIPv4(part);
      if (embedded === undefined) return undefined;
      groups.push(embedded >> 16n, embedded & 0xffffn);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return undefined;
      groups.push(BigInt(`0x${part}`));
    }
  }
  return groups;
}

/** Whether every address of `inner` is one of `outer`; equal blocks are. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** The canonical text: no leading zeros, no bits behind the prefix, IPv6 as in RFC 5952. */
export function formatCidr({ family, first, bits }: Cidr): string {
  return `${formatAddress(family, first)}/${bits}`;
}

export function formatAddress(family: 4 | 6, address: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(16 * (7 - index))) & 0xffffn).toString(16),
  );
  let start = 0;
  let longest = 0;
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === '0') to++;
    if (to - from > longest) [start, longest] = [from, to - from];
  }
  if (longest < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + longest).join(':')}`;
}
