import type { Judge } from '../statement.ts';
import { parseCidr } from '../../base/cidr.ts';
import { format } from './format.ts';

/** Of fields that took leading zeros before StrictIPCIDRValidation, and still do (IsValidIPForLegacyField). */
export const ip: Judge = format((text) => (isAddress(text) ? undefined : 'is no IP address'));

/** A block of addresses with nothing behind the prefix (IsValidCIDR). */
export const cidr: Judge = format((text) => {
  const parsed = parseCidr(text);
  if (parsed === undefined) return 'is no block of addresses such as 10.0.0.0/16';
  switch (parsed.flaw) {
    case undefined:
      return undefined;
    case 'host-bits':
      return 'has bits set behind its prefix';
    case 'leading-zeros':
      return 'has a number with a leading zero';
    case 'mapped':
      return 'is an IPv4 block written as IPv6';
  }
}, 'refused');

export const absolutePath: Judge = format((text) =>
  text.startsWith('/') ? undefined : 'must begin with a slash',
);

/** Stays below where it begins (validateLocalNonReservedPath, validateLocalDescendingPath). */
export const descendingPath: Judge = format((text) => {
  if (text.startsWith('/')) return 'must not begin with a slash';
  return text.split('/').includes('..') ? 'may not have ".."' : undefined;
});

export function isAddress(text: string): boolean {
  const bits = text.includes(':') ? 128 : 32;
  const parsed = text.includes('/') ? undefined : parseCidr(`${text}/${bits}`);
  return parsed !== undefined;
}
