import { describe, expect, it } from 'vitest';
import { decisions } from '../../../src/reach/route/doors.ts';
import { goesTo, graphOf, ingress, requestFor } from './build.ts';
import type { WrittenPath } from './build.ts';

const HOST = 'http://foo.bar.com';

const paths = (...all: readonly (readonly [string, string])[]): readonly WrittenPath[] =>
  all.map(([pathType, path]) => ({ pathType, path, name: `${pathType} ${path}` }));

function ask(
  written: readonly WrittenPath[],
  path: string,
  options: Parameters<typeof ingress>[3] = {},
): string {
  return goesTo(graphOf([ingress('web', 'foo.bar.com', written, options)]), requestFor(`${HOST}${path}`));
}

describe('paths, line by line as in the Ingress documentation (IN3)', () => {
  it.each<[readonly (readonly [string, string])[], string, string]>([
    [[['Prefix', '/']], '/any/thing', 'Prefix /'],
    [[['Exact', '/foo']], '/foo', 'Exact /foo'],
    [[['Exact', '/foo']], '/bar', '404'],
    [[['Exact', '/foo']], '/foo/', '404'],
    [[['Exact', '/foo/']], '/foo', '404'],
    [[['Prefix', '/foo']], '/foo', 'Prefix /foo'],
    [[['Prefix', '/foo']], '/foo/', 'Prefix /foo'],
    [[['Prefix', '/foo/']], '/foo', 'Prefix /foo/'],
    [[['Prefix', '/foo/']], '/foo/', 'Prefix /foo/'],
    [[['Prefix', '/aaa/bb']], '/aaa/bbb', '404'],
    [[['Prefix', '/aaa/bbb']], '/aaa/bbb', 'Prefix /aaa/bbb'],
    [[['Prefix', '/aaa/bbb/']], '/aaa/bbb', 'Prefix /aaa/bbb/'],
    [[['Prefix', '/aaa/bbb']], '/aaa/bbb/', 'Prefix /aaa/bbb'],
    [[['Prefix', '/aaa/bbb']], '/aaa/bbb/ccc', 'Prefix /aaa/bbb'],
    [[['Prefix', '/aaa/bbb']], '/aaa/bbbxyz', '404'],
    [[['Prefix', '/'], ['Prefix', '/aaa']], '/aaa/ccc', 'Prefix /aaa'], // prettier-ignore
    [[['Prefix', '/'], ['Prefix', '/aaa'], ['Prefix', '/aaa/bbb']], '/aaa/bbb', 'Prefix /aaa/bbb'], // prettier-ignore
    [[['Prefix', '/'], ['Prefix', '/aaa'], ['Prefix', '/aaa/bbb']], '/ccc', 'Prefix /'], // prettier-ignore
    [[['Prefix', '/aaa']], '/ccc', '404'],
    [[['Prefix', '/foo'], ['Exact', '/foo']], '/foo', 'Exact /foo'], // prettier-ignore
    [[['Prefix', '/foo']], '/FOO', '404'],
  ])('%j asked for %s: %s', (written, path, expected) => {
    expect(ask(paths(...written), path)).toBe(expected);
    expect(ask(paths(...[...written].reverse()), path)).toBe(expected);
    // ingress-nginx keeps to it as long as no expression is on the host.
    expect(ask(paths(...written), path, { className: 'nginx' })).toBe(expected);
  });
});

describe('hosts, line by line as in the Ingress documentation (IN2)', () => {
  it.each([
    ['*.foo.com', 'bar.foo.com', 'web'],
    ['*.foo.com', 'baz.bar.foo.com', '-'],
    ['*.foo.com', 'foo.com', '-'],
    ['foo.com', 'foo.com', 'web'],
    ['foo.com', 'bar.foo.com', '-'],
    [undefined, 'whatever.example.org', 'web'],
  ])('%s asked for %s: %s', (host, asked, expected) => {
    const graph = graphOf([ingress('web', host, [{ path: '/', pathType: 'Prefix', name: 'web' }])]);
    expect(goesTo(graph, requestFor(`http://${asked}/`))).toBe(expected);
  });

  it('prefers the exact host, then the wildcard, then all hosts', () => {
    const all = [undefined, '*.foo.com', 'bar.foo.com'].map((host) =>
      ingress(`i-${host ?? 'any'}`, host, [{ path: '/', pathType: 'Prefix', name: host ?? 'any' }]),
    );
    expect(goesTo(graphOf(all), requestFor('http://bar.foo.com/'))).toBe('bar.foo.com');
    expect(goesTo(graphOf(all), requestFor('http://baz.foo.com/'))).toBe('*.foo.com');
    expect(goesTo(graphOf(all), requestFor('http://foo.com/'))).toBe('any');
  });
});

const NGINX = 'nginx.ingress.kubernetes.io/';
const plain = (
  name: string,
  ...written: readonly (readonly [string, string])[]
): Parameters<typeof graphOf>[0][0] =>
  ingress(name, 'foo.bar.com', paths(...written), { className: 'nginx' });

describe('ingress-nginx', () => {
  it.each([
    ['/foobar', 'Exact /foo'],
    ['/FOO', 'Exact /foo'],
    ['/api/v1', 'ImplementationSpecific /api/(.*)'],
    ['/other', '404'],
  ])(
    'makes expressions of all paths of a host once one Ingress rewrites (NG8): %s goes to %s',
    (path, expected) => {
      const rewriting = ingress('api', 'foo.bar.com', paths(['ImplementationSpecific', '/api/(.*)']), {
        className: 'nginx',
        annotations: { [`${NGINX}rewrite-target`]: '/$1' },
      });
      const graph = graphOf([plain('web', ['Exact', '/foo']), rewriting]);
      expect(goesTo(graph, requestFor(`${HOST}${path}`))).toBe(expected);
    },
  );

  it('tries the longest expression first', () => {
    const options = { className: 'nginx', annotations: { [`${NGINX}use-regex`]: 'true' } };
    const graph = graphOf([
      ingress(
        'web',
        'foo.bar.com',
        paths(['ImplementationSpecific', '/a/.*'], ['ImplementationSpecific', '/a/b[0-9]+']),
        options,
      ),
    ]);
    expect(goesTo(graph, requestFor(`${HOST}/a/b12`))).toBe('ImplementationSpecific /a/b[0-9]+');
  });

  it('merges a canary into the path with its host, path and pathType, and drops others (NG10)', () => {
    const canary = (pathType: string): ReturnType<typeof ingress> =>
      ingress('canary', 'foo.bar.com', [{ path: '/', pathType, name: 'next' }], {
        className: 'nginx',
        annotations: { [`${NGINX}canary`]: 'true', [`${NGINX}canary-weight`]: '20' },
      });
    const primary = ingress('web', 'foo.bar.com', [{ path: '/', pathType: 'Prefix', name: 'web' }], {
      className: 'nginx',
    });
    const request = requestFor(`${HOST}/`);
    const [merged] = decisions(graphOf([primary, canary('Prefix')]), request);
    expect(merged?.entry?.answer).toMatchObject({
      targets: [
        { name: 'web', weight: 0.8 },
        { name: 'next', weight: 0.2 },
      ],
    });
    expect(goesTo(graphOf([primary, canary('Exact')]), request)).toBe('web');
  });

  it('gives a path that two Ingresses have to the older one, and says so only where the age is known (NG7)', () => {
    const one = (name: string, created?: string): ReturnType<typeof ingress> =>
      ingress(name, 'foo.bar.com', [{ path: '/', pathType: 'Prefix', name }], {
        className: 'nginx',
        ...(created && { created }),
      });
    const known = decisions(
      graphOf([one('young', '2026-02-02T00:00:00Z'), one('old', '2026-01-01T00:00:00Z')]),
      requestFor(`${HOST}/`),
    );
    expect(known[0]?.entry?.source.name).toBe('old');
    expect(known[0]?.rivals).toEqual([]);
    const unknown = decisions(graphOf([one('a'), one('b')]), requestFor(`${HOST}/`));
    expect(unknown[0]?.rivals.map(({ source }) => source.name)).toEqual(['b']);
  });

  it('leaves a request that no path matches to nobody, though a wildcard would take it', () => {
    const graph = graphOf([
      plain('web', ['Prefix', '/foo']),
      ingress('all', '*.bar.com', [{ path: '/', pathType: 'Prefix', name: 'all' }], { className: 'nginx' }),
    ]);
    expect(goesTo(graph, requestFor(`${HOST}/other`))).toBe('404');
  });
});

describe('other controllers', () => {
  it('AWS: exact paths, then prefixes by length, then globs as written', () => {
    const graph = graphOf([
      ingress(
        'web',
        'foo.bar.com',
        paths(['ImplementationSpecific', '/a/*'], ['Prefix', '/a'], ['Prefix', '/a/b'], ['Exact', '/a/b']),
        { className: 'alb' },
      ),
    ]);
    expect(goesTo(graph, requestFor(`${HOST}/a/b`))).toBe('Exact /a/b');
    expect(goesTo(graph, requestFor(`${HOST}/a/b/c`))).toBe('Prefix /a/b');
    expect(goesTo(graph, requestFor(`${HOST}/a/x`))).toBe('Prefix /a');
  });

  it('Traefik: an element that only begins like the prefix may match', () => {
    const graph = graphOf([
      ingress('web', 'foo.bar.com', paths(['Prefix', '/foo']), { className: 'traefik' }),
    ]);
    const [decision] = decisions(graph, requestFor(`${HOST}/foobar`));
    expect(decision?.entry).toBeUndefined();
    expect(decision?.rivals).toHaveLength(1);
  });

  it('an unknown controller: what ImplementationSpecific matches is its own', () => {
    const graph = graphOf([ingress('web', 'foo.bar.com', paths(['ImplementationSpecific', '/f.*o']))]);
    expect(decisions(graph, requestFor(`${HOST}/fo`))[0]?.rivals).toHaveLength(1);
  });
});
