/**
 * An amount as the API server holds it: `value` times ten to the power of `scale`, at least -9. Source: apimachinery
 * pkg/api/resource: quantity.go ParseQuantity, amount.go int64Amount, suffix.go interpret.
 */
export class Quantity {
  private readonly value: bigint;
  private readonly scale: number;
  /** Within 64 bits; what is not has no whole number for the API server, even where it is one. */
  private readonly isShort: boolean;

  private constructor(value: bigint, scale: number, isShort: boolean) {
    this.value = value;
    this.scale = scale;
    this.isShort = isShort;
  }

  /** Throws for a text that is no quantity, and for one that is longer than is read here. */
  static of(text: string): Quantity {
    const form = readForm(text);
    if (form === undefined) throw new Error(`'${shortened(text)}' is no quantity`);
    if (form.whole.length + form.fraction.length > MOST_DIGITS)
      throw new Error(`the quantity '${shortened(text)}' has more digits than are read here`);
    const { value, scale, isShort } = amountOf(form);
    return new Quantity(form.isNegative ? -value : value, scale, isShort);
  }

  static ofInteger(value: bigint): Quantity {
    return new Quantity(value, 0, true);
  }

  compare(other: Quantity): -1 | 0 | 1 {
    const [one, two] = [this.sign(), other.sign()];
    if (one !== two || one === 0) return one === two ? 0 : one < two ? -1 : 1;
    const order = this.compareMagnitude(other);
    return order === 0 ? 0 : order > 0 === one > 0 ? 1 : -1;
  }

  sign(): -1 | 0 | 1 {
    return this.value === 0n ? 0 : this.value < 0n ? -1 : 1;
  }

  /** Undefined where the API server cannot say it within 64 bits, and for whatever has a fraction, even one of zeros. */
  integer(): bigint | undefined {
    if (!this.isShort || this.scale < 0) return undefined;
    if (this.value === 0n) return 0n;
    if (this.scale > 18) return undefined;
    const whole = this.value * 10n ** BigInt(this.scale);
    return isInt64(whole) ? whole : undefined;
  }

  approximate(): number {
    const digits = digitsOf(this.value);
    if (digits + this.scale > 400) return this.value < 0n ? -Infinity : Infinity;
    return this.scale === 0 ? Number(this.value) : Number(this.value) * Number(`1e${this.scale}`);
  }

  add(other: Quantity): Quantity {
    if (other.value === 0n && other.isShort) return this;
    if (this.value === 0n && this.isShort) return other;
    const scale = Math.min(this.scale, other.scale);
    const value = this.at(scale) + other.at(scale);
    return new Quantity(value, scale, this.isShort && other.isShort && isInt64(value));
  }

  negative(): Quantity {
    return new Quantity(-this.value, this.scale, this.isShort);
  }

  private at(scale: number): bigint {
    if (this.scale - scale > MOST_DIGITS)
      throw new Error('the quantities are too far apart to be added here');
    return this.value * 10n ** BigInt(this.scale - scale);
  }

  private get magnitude(): number {
    return digitsOf(this.value) + this.scale;
  }

  private compareMagnitude(other: Quantity): number {
    if (this.magnitude !== other.magnitude) return this.magnitude - other.magnitude;
    // As long as each other: they differ in scale by no more than their digits, which are bounded.
    const scale = Math.min(this.scale, other.scale);
    const [one, two] = [absolute(this.at(scale)), absolute(other.at(scale))];
    return one === two ? 0 : one > two ? 1 : -1;
  }
}

export function isQuantity(text: string): boolean {
  return readForm(text) !== undefined;
}

/** A text, taken apart: a power of ten or, for `Ki` and its like, of two. */
interface Form {
  readonly isNegative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly base: 2 | 10;
  readonly exponent: number;
}

/** Numbers of this many digits are parsed in no time; those of a million take half a second. */
const MOST_DIGITS = 10_000;

function readForm(text: string): Form | undefined {
  const [, sign, digits = '', fraction = '', suffix = ''] =
    /^([+-]?)(\d*)(?:\.(\d*))?((?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?)$/.exec(text) ?? [];
  if (sign === undefined || text === '') return undefined;
  const isBinary = suffix.endsWith('i');
  const exponent = isBinary ? (BINARY.indexOf(suffix) + 1) * 10 : (POWERS[suffix] ?? exponentOf(suffix));
  if (exponent === undefined) return undefined;
  // Only the short way takes a number without digits for zero.
  if (digits + fraction === '' && !isBinary && exponent < NANO) return undefined;
  const whole = digits.replace(/^0+/, '');
  return { isNegative: sign === '-', whole, fraction, base: isBinary ? 2 : 10, exponent };
}

/** Read as 64 bits, of which 32 are kept. */
function exponentOf(suffix: string): number | undefined {
  const [, sign = '', digits = ''] = /^[eE]([+-]?)0*(\d+)$/.exec(suffix) ?? [];
  if (digits === '' || digits.length > 19) return undefined;
  const exponent = BigInt(sign === '-' ? `-${digits}` : digits);
  return isInt64(exponent) ? Number(BigInt.asIntN(32, exponent)) : undefined;
}

interface Amount {
  readonly value: bigint;
  readonly scale: number;
  readonly isShort: boolean;
}

function amountOf(form: Form): Amount {
  return short(form) ?? (form.base === 2 ? binary(form) : decimal(form));
}

/** The way of most quantities, within 64 bits. */
function short({ whole, fraction, base, exponent }: Form): Amount | undefined {
  const digits = Math.max(whole.length, 1) + fraction.length;
  if (base === 2) {
    if (fraction !== '' || 15 - digits - Math.floor(exponent * 0.3) - 1 < 0) return undefined;
    const value = BigInt(whole) << BigInt(exponent);
    return isInt64(value) ? { value, scale: 0, isShort: true } : undefined;
  }
  const scale = exponent - fraction.length;
  if (digits > 18 || scale < NANO) return undefined;
  return { value: BigInt(whole + fraction), scale, isShort: true };
}

/** Capped at 64 bits, and billionths are rounded up. */
function binary({ whole, fraction, exponent }: Form): Amount {
  const nano = roundedUp(BigInt(whole + fraction) << BigInt(exponent), -fraction.length);
  const most = INT64_MAX * 10n ** BigInt(-NANO);
  return { value: nano < most ? nano : most, scale: NANO, isShort: false };
}

function decimal({ whole, fraction, exponent }: Form): Amount {
  const value = BigInt(whole + fraction);
  const scale = exponent - fraction.length;
  if (scale > NANO) return { value, scale, isShort: false };
  return { value: roundedUp(value, scale), scale: NANO, isShort: false };
}

/** In billionths; whatever is more than nothing is one at least. */
function roundedUp(value: bigint, scale: number): bigint {
  if (scale >= NANO) return value * 10n ** BigInt(scale - NANO);
  if (value === 0n) return 0n;
  const dropped = NANO - scale;
  if (dropped >= digitsOf(value)) return 1n;
  const below = 10n ** BigInt(dropped);
  return (value + below - 1n) / below;
}

function digitsOf(value: bigint): number {
  return String(absolute(value)).length;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const NANO = -9;
const INT64_MAX = 2n ** 63n - 1n;
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const POWERS: Readonly<Record<string, number | undefined>> = {
  '': 0,
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
