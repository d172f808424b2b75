import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, formatAddress, formatCidr, overlaps, parseCidr } from '../../src/base/cidr.ts';
import type { Cidr } from '../../src/base/cidr.ts';

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`${text} is no CIDR`);
  return parsed.cidr;
}

describe('parseCidr', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8', undefined],
    ['0.0.0.0/0', '0.0.0.0/0', undefined],
    ['255.255.255.255/32', '255.255.255.255/32', undefined],
    ['10.0.0.5/24', '10.0.0.0/24', 'host-bits'],
    ['010.000.000.000/8', '10.0.0.0/8', 'leading-zeros'],
    ['10.0.0.0/08', '10.0.0.0/8', 'leading-zeros'],
    ['::/0', '::/0', undefined],
    ['2001:DB8:0:0:0:0:0:0/32', '2001:db8::/32', undefined],
    ['2001:0db8::/32', '2001:db8::/32', undefined],
    ['fd00:1::5/64', 'fd00:1::/64', 'host-bits'],
    ['1:0:0:2:0:0:0:3/128', '1:0:0:2::3/128', undefined],
    ['1:0:2:3:4:5:6:7/128', '1:0:2:3:4:5:6:7/128', undefined],
    ['64:ff9b::10.0.0.0/120', '64:ff9b::a00:0/120', undefined],
    ['::ffff:10.0.0.0/104', '::ffff:a00:0/104', 'mapped'],
  ])('reads %s as %s', (text, canonical, flaw) => {
    const parsed = parseCidr(text);
    expect(parsed && formatCidr(parsed.cidr)).toBe(canonical);
    expect(parsed?.flaw).toBe(flaw);
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0/8',
    '10.0.0.256/32',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '/8',
    '10.0.0.0/8/8',
    ' 10.0.0.0/8',
    '10.0.0.0/8 ',
    'any',
    '0x0a.0.0.0/8',
    '::/129',
    ':/0',
    ':::/0',
    '1::2::3/64',
    '1:2:3:4:5:6:7/64',
    '1:2:3:4:5:6:7:8:9/64',
    '1:2:3:4:5:6:7::8/64/1',
    '12345::/16',
    'g::/16',
    '10.0.0.1::/96',
    'fe80::1%eth0/64',
  ])('refuses %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  it('keeps the address that is written', () => {
    const parsed = parseCidr('10.0.0.5/24');
    expect(parsed && formatAddress(4, parsed.address)).toBe('10.0.0.5');
  });

  it('reads back what it formats, for every block', () => {
    const block = fc.oneof(
      fc.record({
        family: fc.constant<4>(4),
        address: fc.bigInt(0n, (1n << 32n) - 1n),
        bits: fc.integer({ min: 0, max: 32 }),
      }),
      fc.record({
        family: fc.constant<6>(6),
        address: fc.bigInt(0n, (1n << 128n) - 1n),
        bits: fc.integer({ min: 0, max: 128 }),
      }),
    );
    fc.assert(
      fc.property(block, ({ family, address, bits }) => {
        const parsed = parseCidr(`${formatAddress(family, address)}/${bits}`);
        expect(parsed?.address).toBe(address);
        const again = parsed && parseCidr(formatCidr(parsed.cidr));
        expect(again?.cidr).toEqual(parsed?.cidr);
      }),
    );
  });
});

describe('blocks', () => {
  it.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.1.0.0/16', '10.0.0.0/8', false],
    ['10.0.0.0/8', '11.0.0.0/16', false],
    ['0.0.0.0/0', '::/0', false],
    ['::/0', 'fd00::/8', true],
  ])('%s contains %s: %s', (outer, inner, expected) => {
    expect(contains(cidr(outer), cidr(inner))).toBe(expected);
  });

  it.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.0.0.0/8', true],
    ['10.0.0.0/9', '10.128.0.0/9', false],
    ['0.0.0.0/0', '::/0', false],
  ])('%s overlaps %s: %s', (a, b, expected) => {
    expect(overlaps(cidr(a), cidr(b))).toBe(expected);
  });
});
