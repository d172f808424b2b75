export interface Dimension {
  readonly command: readonly string[];
  readonly files: (count: number) => Readonly<Record<string, string>>;
}

export function stepsOf(dimension: Dimension, count: number, options?: { readonly timeout?: number }): number;
