/**
 * What an image is called, without registry host, tag and digest being told apart from the rest: the name as written
 * first, then those that a mirror of Rancher stands for. `rancher/mirrored-library-traefik` is `library/traefik` and
 * `rancher/hardened-traefik` is `traefik`; where the organisation ends is not written, so every hyphen may be that place.
 * Source: rancher/image-mirror README.md, "mirrored-"; images that k3s and RKE2 install.
 */
export function repositoriesOf(image: string): readonly string[] {
  const repository = image.replace(/@.*$/s, '').replace(/:[^/:]*$/, '');
  const slash = repository.lastIndexOf('/');
  const name = repository.slice(slash + 1);
  if (name.length > LONGEST || !/(?:^|\/)rancher\/$/.test(repository.slice(0, slash + 1)))
    return [repository];
  if (name.startsWith(HARDENED)) return [repository, name.slice(HARDENED.length)];
  if (!name.startsWith(MIRRORED)) return [repository];
  const parts = name.slice(MIRRORED.length).split('-');
  const splits = parts
    .slice(1)
    .map((_part, index) => `${parts.slice(0, index + 1).join('-')}/${parts.slice(index + 1).join('-')}`);
  return [repository, parts.join('-'), ...splits];
}

const MIRRORED = 'mirrored-';
const HARDENED = 'hardened-';

/** Registries take no longer names; a stranger's may be. */
const LONGEST = 255;
