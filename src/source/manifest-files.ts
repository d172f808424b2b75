import type { Filter } from './walk.ts';

/**
 * What is read of a folder that is named as a whole: the files `kubectl apply -R -f <folder>` reads (its suffixes, in
 * lower case only), but nothing from dependencies and from folders that begin with a dot.
 */
export const MANIFESTS: Filter = {
  takes: (_relative, name) => name.endsWith('.yaml') || name.endsWith('.yml') || name.endsWith('.json'),
  inside: (_relative, name) => (name === 'node_modules' || name.startsWith('.') ? undefined : MANIFESTS),
};
