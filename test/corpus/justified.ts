/**
 * Every error and warning over the corpus, with the line that defends it. A finding that is not here fails the test;
 * so does one that is here and no longer found.
 */
export interface Justified {
  readonly unit: string;
  /** `file:line severity rule`, in the order of the report. */
  readonly finding: string;
  readonly because: string;
}

export const JUSTIFIED: readonly Justified[] = [];
