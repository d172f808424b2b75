/** A size that lies between two numbers. Beyond 64 bits sizes and costs stay what 64 bits hold (cel-go checker/cost.go). */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export const MOST: number = 2 ** 64;

export const UNKNOWN: Range = { min: 0, max: MOST };

export function exactly(size: number): Range {
  return { min: size, max: size };
}

export function plus(a: Range, b: Range): Range {
  return { min: sum(a.min, b.min), max: sum(a.max, b.max) };
}

export function times(a: Range, b: Range): Range {
  return { min: product(a.min, b.min), max: product(a.max, b.max) };
}

/** All that either may be. */
export function either(a: Range, b: Range): Range {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

export function sum(a: number, b: number): number {
  return Math.min(a + b, MOST);
}

export function product(a: number, b: number): number {
  return Math.min(a * b, MOST);
}

/** Rounded up. */
export function scaled(size: number, factor: number): number {
  return Math.min(Math.ceil(size * factor), MOST);
}
