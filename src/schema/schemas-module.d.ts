/** Made at build time from `schemas/kubernetes/`: see build/schemas-plugin.mjs. */
declare module 'kubeplumb:schemas' {
  /** JSON, read when it is asked for. */
  export const kinds: string;
  /** Names to load JSON and modules by. */
  export const definitions: string;
  /** Folder of the custom resources that are known, by project. */
  export const customFolder: string;
  export const cel: string;
  export const re2js: string;
}
