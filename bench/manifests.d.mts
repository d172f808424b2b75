/** Seeded, healthy, realistic manifests: `count` documents in files of one to five. */
export function manifests(
  count: number,
  seed: number,
): Iterable<{ readonly file: string; readonly text: string }>;
