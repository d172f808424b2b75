import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, nearest, slip } from '../../src/base/nearest.ts';

describe('distance', () => {
  it.each([
    ['cart', 'cart', 0],
    ['cart', 'carts', 1],
    ['cart', 'crat', 1],
    ['frontend', 'front-end', 1],
    ['api', 'web', 3],
  ])('%s to %s is %i', (a, b, expected) => {
    expect(distance(a, b, 5)).toBe(expected);
  });

  it('is the same both ways, and stops at the limit', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 8 }),
        fc.string({ maxLength: 8 }),
        fc.integer({ min: 0, max: 4 }),
        (a, b, limit) => {
          expect(distance(a, b, limit)).toBe(distance(b, a, limit));
          expect(distance(a, b, limit)).toBe(Math.min(distance(a, b, 99), limit + 1));
        },
      ),
    );
  });
});

describe('a slip of the pen', () => {
  it.each([
    ['carts', ['cart', 'orders'], 'cart'],
    ['catalogue', ['catalog', 'cart'], 'catalog'],
    ['frontend', ['front-end'], 'front-end'],
    // Two things of one family, not one thing misspelt.
    ['web-1', ['web-2'], undefined],
    ['api-v1', ['api-v2'], undefined],
    ['nginx-internal', ['nginx-external'], undefined],
    ['proxy-http', ['proxy-https'], undefined],
    ['allow-egress', ['allow-ingress'], undefined],
    ['data-a', ['data-b'], undefined],
    ['service-us', ['service-eu'], undefined],
    ['kube-dns-tcp', ['kube-dns-udp'], undefined],
    ['stable-scv', ['stable-svc'], 'stable-svc'],
    ['nginx-internl', ['nginx-internal', 'nginx-external'], 'nginx-internal'],
    // Too short to tell.
    ['db', ['mb'], undefined],
    ['stable', ['canary'], undefined],
  ])('%s among %j is %s', (word, candidates, expected) => {
    expect(slip(word, candidates)).toBe(expected);
  });
});

it('suggests the nearest name, whatever the order of the candidates', () => {
  expect(nearest('ingres-backend-missing', ['service-x', 'ingress-backend-missing'])).toBe(
    'ingress-backend-missing',
  );
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 5 })),
      fc.string({ minLength: 3, maxLength: 5 }),
      (names, word) => {
        expect(nearest(word, names)).toBe(nearest(word, [...names].reverse()));
      },
    ),
  );
});
