import type { Environment } from '@marcbachmann/cel-js';
import { parseAddress } from '../base/addresses.ts';
import { parseCidr } from '../base/cidr.ts';
import { Quantity, isQuantity } from '../base/quantity.ts';

/**
 * Functions that Kubernetes adds to CEL, as far as they are here; what is not makes an expression unknown. Source: apiserver
 * pkg/cel/library: regex.go, lists.go, quantity.go, ip.go, cidr.go; "Common Expression Language in Kubernetes".
 */
export function addKubernetesFunctions(environment: Environment): Environment {
  return (
    environment
      .registerType('Quantity', Quantity)
      .registerFunction('quantity(string): Quantity', (text: string) => Quantity.of(text))
      .registerFunction('isQuantity(string): bool', isQuantity)
      .registerFunction(
        'Quantity.isGreaterThan(Quantity): bool',
        (a: Quantity, b: Quantity) => a.compare(b) > 0,
      )
      .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => a.compare(b) < 0)
      .registerFunction('Quantity.compareTo(Quantity): int', (a: Quantity, b: Quantity) =>
        BigInt(a.compare(b)),
      )
      .registerFunction('Quantity.add(Quantity): Quantity', (a: Quantity, b: Quantity) => a.add(b))
      .registerFunction('Quantity.add(int): Quantity', (a: Quantity, b: bigint) =>
        a.add(Quantity.ofInteger(b)),
      )
      .registerFunction('Quantity.sub(Quantity): Quantity', (a: Quantity, b: Quantity) => a.add(b.negative()))
      .registerFunction('Quantity.sub(int): Quantity', (a: Quantity, b: bigint) =>
        a.add(Quantity.ofInteger(-b)),
      )
      .registerFunction('Quantity.sign(): int', (quantity: Quantity) => BigInt(quantity.sign()))
      .registerFunction(
        'Quantity.isInteger(): bool',
        (quantity: Quantity) => quantity.integer() !== undefined,
      )
      .registerFunction('Quantity.asInteger(): int', (quantity: Quantity) => {
        const integer = quantity.integer();
        if (integer === undefined) throw new Error('the quantity is no whole number of 64 bits');
        return integer;
      })
      .registerFunction('Quantity.asApproximateFloat(): double', (quantity: Quantity) =>
        quantity.approximate(),
      )
      // Regular expressions are matched where evaluation is counted: see cel/counted.ts.
      .registerFunction('string.find(string): string', notCounted)
      .registerFunction('string.findAll(string): list', notCounted)
      .registerFunction('string.findAll(string, int): list', notCounted)
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

function notCounted(): never {
  throw new Error('the expression is not counted');
}

type Sortable = string | bigint | number;
