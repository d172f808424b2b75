/** Made at build time from `schemas/kubernetes/`: see build/schemas-plugin.mjs. */
declare module 'kubeplumb:schemas' {
  /** JSON, read when it is asked for. */
  export const kinds: string;
  /** Names to load JSON and modules by; of the compiled validators there are none in the source tree. */
  export const definitions: string;
  export const customKinds: string;
  export const customDefinitions: string;
  export const ajv: string;
  export const cel: string;
  export const re2js: string;
  export const compiled: string | undefined;
  /** The beginning of a name, which goes on with that of a project. */
  export const compiledCustom: string | undefined;
}
