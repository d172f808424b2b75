import { parseAddress } from '../base/addresses.ts';
import { parseCidr } from '../base/cidr.ts';

/**
 * Whether a text has a format, as far as it is certain here; undefined for formats that are not told. Source: kube-openapi
 * pkg/validation/strfmt/default.go, date.go, time.go.
 */
export function hasFormat(format: string, text: string): boolean | undefined {
  switch (format) {
    case 'ipv4':
      return !text.includes(':') && parseAddress(text) !== undefined;
    case 'ipv6':
      return text.includes(':') && parseAddress(text) !== undefined;
    case 'cidr':
      return /^[\da-fA-F:.]+\/\d{1,3}$/.test(text) && parseCidr(text) !== undefined;
    case 'date':
      return isDate(text);
    case 'date-time': {
      const [, date = '', time = ''] = /^(.{10})[tT](.*)$/.exec(text) ?? [];
      return isDate(date) && /^\d\d:\d\d:\d\d(?:.\d+)?(?:z|[-+]\d\d:\d\d)$/i.test(time);
    }
    case 'uuid':
      return /^[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}$/i.test(text);
    default:
      return undefined;
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
