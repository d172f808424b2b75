/** Made at build time from `rules/*.yaml`: see build/rules.mjs. */
declare module 'kubeplumb:rules' {
  import type { Check, RuleFile } from '../../src/rule/rule.ts';

  export const definitions: readonly (RuleFile & { readonly run?: Check })[];
}
