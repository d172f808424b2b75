import type { Environment } from '@marcbachmann/cel-js';
import { parseAddress } from '../base/addresses.ts';
import { parseCidr } from '../base/cidr.ts';

/**
 * Functions that Kubernetes adds to CEL, as far as they are here; what is not makes an expression unknown. Source: apiserver
 * pkg/cel/library: regex.go, lists.go, quantity.go, ip.go, cidr.go; "Common Expression Language in Kubernetes".
 */
export function addKubernetesFunctions(environment: Environment): Environment {
  return (
    environment
      .registerType('Quantity', Quantity)
      .registerFunction('quantity(string): Quantity', (text: string) => Quantity.of(text))
      .registerFunction('isQuantity(string): bool', (text: string) => readQuantity(text) !== undefined)
      .registerFunction(
        'Quantity.isGreaterThan(Quantity): bool',
        (a: Quantity, b: Quantity) => a.nano > b.nano,
      )
      .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => a.nano < b.nano)
      .registerFunction('Quantity.compareTo(Quantity): int', (a: Quantity, b: Quantity) =>
        a.nano === b.nano ? 0n : a.nano < b.nano ? -1n : 1n,
      )
      .registerFunction(
        'Quantity.add(Quantity): Quantity',
        (a: Quantity, b: Quantity) => new Quantity(a.nano + b.nano),
      )
      .registerFunction(
        'Quantity.sub(Quantity): Quantity',
        (a: Quantity, b: Quantity) => new Quantity(a.nano - b.nano),
      )
      .registerFunction('Quantity.sign(): int', ({ nano }: Quantity) =>
        nano === 0n ? 0n : nano < 0n ? -1n : 1n,
      )
      .registerFunction('Quantity.isInteger(): bool', ({ nano }: Quantity) => nano % NANO === 0n)
      .registerFunction('Quantity.asInteger(): int', ({ nano }: Quantity) => {
        if (nano % NANO !== 0n) throw new Error('the quantity is no whole number');
        return nano / NANO;
      })
      .registerFunction(
        'Quantity.asApproximateFloat(): double',
        ({ nano }: Quantity) => Number(nano) / Number(NANO),
      )
      .registerFunction(
        'string.find(string): string',
        (text: string, pattern: string) => new RegExp(pattern).exec(text)?.[0] ?? '',
      )
      .registerFunction('string.findAll(string): list', (text: string, pattern: string) =>
        [...text.matchAll(new RegExp(pattern, 'g'))].map(([found]) => found),
      )
      .registerFunction('list.isSorted(): bool', (list: readonly Sortable[]) =>
        list.every((one, index) => index === 0 || (list[index - 1] ?? one) <= one),
      )
      .registerFunction('list.indexOf(dyn): int', (list: readonly unknown[], one: unknown) =>
        BigInt(list.indexOf(one)),
      )
      .registerFunction('list.lastIndexOf(dyn): int', (list: readonly unknown[], one: unknown) =>
        BigInt(list.lastIndexOf(one)),
      )
      .registerFunction('isIP(string): bool', (text: string) => parseAddress(text) !== undefined)
      .registerFunction('isCIDR(string): bool', (text: string) => {
        const parsed = parseCidr(text);
        return parsed !== undefined && parsed.flaw !== 'leading-zeros';
      })
      // Go's ParseRequestURI takes absolute paths, too.
      .registerFunction('isURL(string): bool', (text: string) => text.startsWith('/') || URL.canParse(text))
  );
}

type Sortable = string | bigint | number;

const NANO = 1_000_000_000n;

/** An amount in billionths, the smallest that a quantity tells (apimachinery api/resource/quantity.go). */
class Quantity {
  readonly nano: bigint;

  constructor(nano: bigint) {
    this.nano = nano;
  }

  static of(text: string): Quantity {
    const nano = readQuantity(text);
    if (nano === undefined) throw new Error(`'${text}' is no quantity`);
    return new Quantity(nano);
  }
}

/** In billionths, rounded up as the API server does. */
function readQuantity(text: string): bigint | undefined {
  const [, sign, whole = '', fraction = '', suffix = ''] =
    /^([+-]?)(\d*)(?:\.(\d*))?((?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?)$/.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const [factor, divisor] = factorOf(suffix);
  const below = 10n ** BigInt(fraction.length) * divisor;
  const above = digits * factor * NANO;
  const nano = (above + below - 1n) / below;
  return sign === '-' ? -nano : nano;
}

function factorOf(suffix: string): readonly [factor: bigint, divisor: bigint] {
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)?.[1];
  const power = exponent === undefined ? POWERS[suffix] : Number(exponent);
  if (power === undefined) return [1024n ** BigInt(BINARY.indexOf(suffix) + 1), 1n];
  return power < 0 ? [1n, 10n ** BigInt(-power)] : [10n ** BigInt(power), 1n];
}

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
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
