import { definitions } from 'kubeplumb:rules';
import { expectationCheck } from './expectation/check.ts';
import type { Rule } from './rule.ts';

/** Every rule, sorted by id. A rule is here because its two files are in `rules/`. */
export const RULES: readonly Rule[] = definitions.map((definition) => {
  const { expectation, compiled, run } = definition;
  return {
    ...definition,
    run: expectation === undefined || compiled === undefined ? run : expectationCheck(expectation, compiled),
  };
});
