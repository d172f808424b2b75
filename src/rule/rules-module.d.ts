/** Made at build time from `rules/*.yaml`: see build/rules.mjs. */
declare module 'kubeplumb:rules' {
  export const definitions: readonly (import('./rule.ts').RuleFile & {
    readonly run?: import('./rule.ts').Check;
    /** Of the expectation. */
    readonly compiled?: import('./expectation/check.ts').Compiled;
  })[];
}
