/** Made at build time from `schemas/kubernetes/`: see build/schemas-plugin.mjs. */
declare module 'kubeplumb:schemas' {
  /** JSON, read when it is asked for: most runs need a part of it, some none. */
  export const kinds: string;
  export const definitions: string;
  /** Names to load ajv and the compiled validators by; there are none of the latter in the source tree. */
  export const ajv: string;
  export const compiled: string | undefined;
}
