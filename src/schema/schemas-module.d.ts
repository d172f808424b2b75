/** Made at build time from `schemas/kubernetes/`: see build/schemas-plugin.mjs. */
declare module 'kubeplumb:schemas' {
  /** JSON, read when it is asked for. */
  export const kinds: string;
  /** Names to load the definitions, ajv and the compiled validators by; there are none of the last in the source tree. */
  export const definitions: string;
  export const ajv: string;
  export const compiled: string | undefined;
}
