/** Made at build time from `schemas/kubernetes/`: see build/schemas-plugin.mjs. */
declare module 'kubeplumb:schemas' {
  /** JSON, read when it is asked for. */
  export const kinds: string;
  /** Names to load JSON and modules by. */
  export const definitions: string;
  export const customKinds: string;
  export const customDefinitions: string;
  export const cel: string;
  export const re2js: string;
}
