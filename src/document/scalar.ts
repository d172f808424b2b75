/** What a scalar of YAML is to the API server: manifests are read with Go's yaml.v2, a YAML 1.1 dialect of its own. */

export type ScalarValue = null | boolean | number | string;

/** A scalar that a tag forces to a type it does not have; the reason is the middle of a sentence. */
export interface ScalarFault {
  readonly fault: string;
}

const CORE = 'tag:yaml.org,2002:';

const WORDS: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word): [string, ScalarValue] => [word, true],
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word): [string, ScalarValue] => [word, false],
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, ScalarValue] => [word, null]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, ScalarValue] => [word, NaN]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, ScalarValue] => [
    word,
    Infinity,
  ]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, ScalarValue] => [word, -Infinity]),
]);

const LONGEST_WORD = 5;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;

/** The value of a plain scalar without a tag. `.inf` and `.nan` are numbers here; as values they are errors. */
export function resolvePlain(text: string): ScalarValue {
  switch (text.charCodeAt(0)) {
    case 0x2b: // +
    case 0x2d: // -
      if (text.charCodeAt(1) === 0x2e && WORDS.has(text)) return WORDS.get(text) ?? null;
      return resolveNumber(text);
    case 0x2e: // .
      if (WORDS.has(text)) return WORDS.get(text) ?? null;
      if (/(?<![0-9])_|_(?![0-9])/.test(text)) return text;
      return resolveFloat(text.replaceAll('_', '')) ?? text;
    case 0x59: // Y
    case 0x79: // y
    case 0x4e: // N
    case 0x6e: // n
    case 0x54: // T
    case 0x74: // t
    case 0x46: // F
    case 0x66: // f
    case 0x4f: // O
    case 0x6f: // o
    case 0x7e: {
      if (text.length > LONGEST_WORD) return text;
      const word = WORDS.get(text);
      return word === undefined ? text : word;
    }
    default: {
      const first = text.charCodeAt(0);
      if (first >= 0x30 && first <= 0x39) return resolveNumber(text);
      return text === '' ? null : text;
    }
  }
}

/** The value of a scalar with an explicit tag, quoted or not. Tags that Go does not know leave a string. */
export function resolveTagged(text: string, tag: string): ScalarValue | ScalarFault {
  switch (tag) {
    case `${CORE}binary`:
      return decodeBase64(text);
    case `${CORE}bool`:
    case `${CORE}int`:
    case `${CORE}float`:
    case `${CORE}null`:
    case `${CORE}timestamp`: {
      const value = resolvePlain(text);
      const wanted = tag.slice(CORE.length);
      if (wanted === 'timestamp') {
        if (isTimestamp(text)) return text;
        return { fault: `"${text}" is no !!timestamp` };
      }
      const actual = kindOf(value, text);
      const widened = wanted === 'float' && actual === 'int' && isSigned(text);
      if (wanted !== actual && !widened) return { fault: `"${text}" is a !!${actual}, not a !!${wanted}` };
      return value;
    }
    default:
      return text;
  }
}

export function isFault(value: ScalarValue | ScalarFault): value is ScalarFault {
  return typeof value === 'object' && value !== null;
}

/**
 * The text of a map key as Go writes it into JSON: `0x10:` is "16", `1.10:` is "1.1", `1e6:` is "1e+06" (floats go
 * through 32 bits). Undefined for a number that Go refuses as a key.
 */
export function keyOfNumber(value: number, source: string): string | undefined {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (kindOf(value, source) === 'float') return formatFloat32(Number(source.replaceAll('_', '')));
  const exact = integerOf(source.replaceAll('_', ''));
  if (exact === undefined) return String(value);
  return exact > 0x7fffffffffffffffn ? undefined : String(exact);
}

function kindOf(value: ScalarValue, source: string): 'null' | 'bool' | 'int' | 'float' | 'str' {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  return Number.isInteger(value) &&
    source.charCodeAt(0) !== 0x2e &&
    integerOf(source.replaceAll('_', '')) !== undefined
    ? 'int'
    : 'float';
}

function resolveNumber(source: string): ScalarValue {
  const last = source.charCodeAt(source.length - 1);
  // A number ends in a digit, a letter of a hexadecimal one, `.` or `_`; most texts that begin like one do not.
  if (!((last >= 0x30 && last <= 0x39) || (last >= 0x61 && last <= 0x66) || (last >= 0x41 && last <= 0x46))) {
    if (last !== 0x2e && last !== 0x5f) return source;
  }
  const text = source.includes('_') ? source.replaceAll('_', '') : source;
  if (text.length < 16 && /^[1-9][0-9]*$/.test(text)) return Number(text);
  const integer = integerOf(text);
  if (integer !== undefined) return Number(integer);
  return resolveFloat(text) ?? source;
}

/** Whether an integer is one of 64 bits with a sign. */
function isSigned(source: string): boolean {
  const integer = integerOf(source.replaceAll('_', ''));
  return integer !== undefined && BigInt.asIntN(64, integer) === integer;
}

/** Within 64 bits, signed or (without a sign) unsigned; undefined if the text is no such integer. */
function integerOf(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return signedBinary(text);
  const [, sign = '', hexadecimal, binary, octal, decimal] = match;
  const digits = hexadecimal ?? binary ?? octal ?? decimal ?? '';
  if (digits.length > 64) return undefined;
  const prefix =
    hexadecimal !== undefined ? '0x' : binary !== undefined ? '0b' : octal !== undefined ? '0o' : '';
  const magnitude = BigInt(prefix + digits);
  if (sign === '-') return magnitude <= 0x8000000000000000n ? -magnitude : undefined;
  const limit = sign === '+' ? 0x7fffffffffffffffn : 0xffffffffffffffffn;
  return magnitude <= limit ? magnitude : undefined;
}

/** `0b-1`: what is behind `0b` goes to Go's ParseInt, which takes a sign (yaml.v2 resolve.go resolve). */
function signedBinary(text: string): bigint | undefined {
  const [, sign, digits] = /^0b([-+])([01]{1,64})$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = sign === '-' ? -BigInt(`0b${digits}`) : BigInt(`0b${digits}`);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** Undefined if the text is no float, or one beyond 64 bits: Go leaves `1e400` a string. */
function resolveFloat(text: string): number | undefined {
  if (!FLOAT.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return value === 0 ? 0 : value;
}

/** The layouts of yaml.v2 (resolve.go allowedTimestampFormats), as Go's time.Parse reads them: a moment with `T` has a zone, one with a space none. */
const TIMESTAMP =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+]([0-9]{2}):([0-9]{2})))|(?: ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?))?$/;

function isTimestamp(text: string): boolean {
  const found = TIMESTAMP.exec(text);
  if (found === null) return false;
  const part = (index: number): number => Number(found[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const hours = part(4) + part(9);
  const minutes = part(5) + part(10);
  const seconds = part(6) + part(11);
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hours < 24 &&
    minutes < 60 &&
    seconds < 60 &&
    part(7) <= 24 &&
    part(8) < 60
  );
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function decodeBase64(text: string): string | ScalarFault {
  const packed = text.replace(/[\r\n]/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) {
    return { fault: 'the !!binary value is not valid base64' };
  }
  return utf8AsGo(Buffer.from(packed, 'base64'));
}

/** Go puts U+FFFD for each byte that is no UTF-8, JavaScript for each sequence (encoding/json encode.go appendString). */
function utf8AsGo(bytes: Buffer): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decoded = (from: number, to: number): string | undefined => {
    try {
      return decoder.decode(bytes.subarray(from, to));
    } catch {
      return undefined;
    }
  };
  const whole = decoded(0, bytes.length);
  if (whole !== undefined) return whole;
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const character = at + length <= bytes.length ? decoded(at, at + length) : undefined;
    text += character ?? '\ufffd';
    at += character === undefined ? 1 : length;
  }
  return text;
}

/** Go's `strconv.FormatFloat(value, 'g', -1, 32)`. */
function formatFloat32(value: number): string {
  const narrow = Math.fround(value);
  if (!Number.isFinite(narrow)) return narrow > 0 ? '.inf' : '-.inf';
  if (narrow === 0) return Object.is(narrow, -0) ? '-0' : '0';
  let digits = 1;
  while (digits < 9 && Math.fround(Number(narrow.toPrecision(digits))) !== narrow) digits += 1;
  const [mantissa = '', exponentText = '0'] = narrow.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(Number(narrow.toPrecision(digits)));
  const sign = exponent < 0 ? '-' : '+';
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
