import { definitions } from 'kubeplumb:rules';
import { expectationCheck } from './expectation.ts';
import type { Rule } from './rule.ts';

/** Every rule, sorted by id. A rule is here because its two files are in `rules/`. */
export const RULES: readonly Rule[] = definitions.map((definition) => ({
  ...definition,
  run:
    definition.run ??
    (definition.expectation === undefined ? undefined : expectationCheck(definition.expectation)),
}));
