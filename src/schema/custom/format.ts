import { parseAddress } from '../../base/addresses.ts';
import { parseCidr } from '../../base/cidr.ts';
import { re2 } from '../../regex/re2.ts';
import { BASE64, DURATION } from '../json-schema.ts';

/**
 * Whether a text has a format that the API server asks for; undefined for a format that it does not know, or that is not read
 * here. Sources: apiextensions-apiserver pkg/apiserver/validation/formats.go, kube-openapi pkg/validation/strfmt. What they
 * take beyond its standard is taken.
 */
export function formatTest(format: string): ((text: string) => boolean | undefined) | undefined {
  return Object.hasOwn(FORMATS, format.replaceAll('-', '')) ? FORMATS[format.replaceAll('-', '')] : undefined;
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:.\d+)?(?:z|[+-]\d\d:\d\d)$/;
const HOSTNAME =
  '^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$';

const FORMATS: Readonly<Record<string, ((text: string) => boolean | undefined) | undefined>> = {
  // An IPv6 address may end in one of IPv4.
  ipv4: (text) => text.includes('.') && parseAddress(text) !== undefined,
  ipv6: (text) => text.includes(':') && parseAddress(text) !== undefined,
  cidr: (text) => parseCidr(text) !== undefined,
  hostname: (text) =>
    text.length <= 255 && text.split('.').every(({ length }) => length <= 63) && re2(HOSTNAME)?.test(text),
  uri: (text) => /^(?:\/|\*$|[a-z][a-z0-9+.-]*:)/i.test(text),
  uuid: (text) => UUID.test(text),
  byte: (text) => new RegExp(BASE64).test(text) && text.replace(/[\r\n]/g, '').length % 4 === 0,
  date: isDate,
  datetime: (text) => {
    const [day = '', time = ''] = text.toLowerCase().split('t');
    return isDate(day) && TIME_OF_DAY.test(time);
  },
  // Beside the durations of Go those of Scala, of which any number with a unit may be one.
  duration: (text) => new RegExp(DURATION).test(text) || /\d\s{0,9}[a-zµμ]/i.test(text),
};

function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  const time = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year !== '' && time.getUTCMonth() === Number(month) - 1 && time.getUTCDate() === Number(day);
}
