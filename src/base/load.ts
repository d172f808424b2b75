import * as nodeModule from 'node:module';

/** Loads a module or a JSON file by its name when it is asked for: most runs need none of those that are loaded so. */
export const load: (name: string) => unknown = nodeModule.createRequire(import.meta.url);
