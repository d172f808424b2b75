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

/** `https://host[/path]`, without user, query or fragment (webhook ValidateWebhookURL). */
export const webhookUrl: Judge = format((text) => {
  if (!text.startsWith('https://')) return 'must begin with https://';
  const rest = text.slice('https://'.length);
  if (rest.split('/')[0] === '') return 'has no host';
  if (rest.includes('?')) return 'may not have a query';
  if (rest.includes('#')) return 'may not have a fragment';
  return rest.split('/')[0]?.includes('@') === true ? 'may not have a user' : undefined;
}, 'refused');

/** Standard base64, as a Secret and a request for a certificate are decoded; line breaks are skipped. */
export function isBase64(text: string): boolean {
  const bare = text.replace(/[\r\n]/g, '');
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
}

export const base64: Judge = format((text) =>
  isBase64(text) ? undefined : 'is no standard base64, whose length is a multiple of four',
);
