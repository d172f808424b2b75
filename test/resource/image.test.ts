import { describe, expect, it } from 'vitest';
import { repositoriesOf } from '../../src/resource/image.ts';

describe('the names of an image', () => {
  it.each([
    ['traefik', ['traefik']],
    ['docker.io/library/traefik:v3@sha256:abc', ['docker.io/library/traefik']],
    ['localhost:5000/team/api', ['localhost:5000/team/api']],
    ['', ['']],
    ['rancher/hardened-traefik:v3.6.16-build1', ['rancher/hardened-traefik', 'traefik']],
    [
      'docker.io/rancher/mirrored-library-traefik:3.7.8',
      ['docker.io/rancher/mirrored-library-traefik', 'library-traefik', 'library/traefik'],
    ],
    [
      'rancher/mirrored-ingress-nginx-controller',
      [
        'rancher/mirrored-ingress-nginx-controller',
        'ingress-nginx-controller',
        'ingress/nginx-controller',
        'ingress-nginx/controller',
      ],
    ],
    ['someone/mirrored-library-traefik', ['someone/mirrored-library-traefik']],
  ])('%s', (image, expected) => {
    expect(repositoriesOf(image)).toEqual(expected);
  });

  it('are as written for a name that no registry takes', () => {
    const image = `rancher/mirrored-${'a-'.repeat(100_000)}`;
    expect(repositoriesOf(image)).toEqual([image]);
  });
});
