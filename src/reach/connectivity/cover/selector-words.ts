import type { Requirement, Selector } from '../../../resource/selector.ts';

/**
 * The words by which a selector is found that implies another one (`implies`). Whatever a wide selector requires, a narrow one
 * requires too: the wide one is known by the words of one of its requirements, and the narrow one asks for those of all.
 * Of several requirements that is the one which the fewest selectors have.
 */
export class SelectorWords {
  readonly #counts = new Map<string, number>();

  /** All wide selectors; one that is made of several is a list. */
  constructor(wide: Iterable<readonly Selector[]>) {
    for (const selectors of wide)
      for (const words of wordsOfEach(selectors, wanted))
        for (const word of words) this.#counts.set(word, this.#countOf(word) + 1);
  }

  wide(selectors: readonly Selector[]): readonly string[] {
    let rarest: readonly string[] = [EVERYTHING];
    let fewest = Number.POSITIVE_INFINITY;
    for (const words of wordsOfEach(selectors, wanted)) {
      const count = words.reduce((sum, word) => sum + this.#countOf(word), 0);
      if (count < fewest) [rarest, fewest] = [words, count];
    }
    return rarest;
  }

  narrow(selectors: readonly Selector[]): readonly string[] {
    return [EVERYTHING, ...wordsOfEach(selectors, given).flat()];
  }

  #countOf(word: string): number {
    return this.#counts.get(word) ?? 0;
  }
}

const EVERYTHING = '';

function wordsOfEach(
  selectors: readonly Selector[],
  wordsOf: (key: string, requirement: Requirement) => readonly string[],
): readonly (readonly string[])[] {
  return selectors.flatMap(({ requirements }, index) =>
    requirements.map((requirement) => wordsOf(`${index} ${requirement.key}`, requirement)),
  );
}

/** One of several values must be the first one of what is narrower. */
function wanted(key: string, { operator, values }: Requirement): readonly string[] {
  return operator === 'In' ? values.map((value) => `${key}=${value}`) : [key];
}

function given(key: string, { operator, values: [first] }: Requirement): readonly string[] {
  return operator === 'In' && first !== undefined ? [key, `${key}=${first}`] : [key];
}
