/** Numbers that look random and are the same for the same seed. */
export function randomFrom(seed: number): {
  /** Both included. */
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
};
