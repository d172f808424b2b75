import type { Filter } from './walk.ts';

/**
 * Whether a file may hold manifests, by its name: the suffixes that kubectl takes (cli-runtime pkg/resource/builder.go
 * FileExtensions), here in any case: `WEB.YAML` is somebody's manifest, though `kubectl apply -f <folder>` passes it over.
 */
export function hasManifestSuffix(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path);
}

/** What is read of a folder that is named as a whole: nothing from dependencies and from folders that begin with a dot. */
export const MANIFESTS: Filter = {
  takes: (_relative, name) => hasManifestSuffix(name),
  inside: (_relative, name) => (name === 'node_modules' || name.startsWith('.') ? undefined : MANIFESTS),
};
