import { describe, expect, it } from 'vitest';
import { hostProblem } from '../../src/resource/host-name.ts';
import { portNameProblem } from '../../src/resource/port-name.ts';

describe('a host of a rule', () => {
  it.each([
    'example.com',
    'localhost',
    'a-b.example.com',
    '*.example.com',
    '1.2.3.example',
    'xn--bcher-kva.example',
  ])('may be %s', (host) => {
    expect(hostProblem(host, 'refused')).toBeUndefined();
  });

  it.each([
    ['https://example.com', 'has a scheme', 'example.com'],
    ['https://example.com/', 'has a scheme', 'example.com'],
    ['example.com:8080', 'has a port', 'example.com'],
    ['example.com/api', 'has a path', 'example.com'],
    ['Example.com', 'has upper-case letters', 'example.com'],
    ['example.com.', 'ends with a dot', 'example.com'],
    ['10.0.0.1', 'is an address, no DNS name', undefined],
    ['http://10.0.0.1', 'has a scheme', undefined],
    ['*', 'is a bare *; leave the host out to serve every host', undefined],
    ['a.*.example.com', 'has a * that is not its whole first label', undefined],
    ['*example.com', 'has a * that is not its whole first label', undefined],
    ['my_host.example.com', 'has an underscore', undefined],
    ['-a.example.com', 'is no DNS name', undefined],
    [`${'a.'.repeat(127)}example`, 'is longer than 253 characters', undefined],
    ['2001:db8::1', 'is no DNS name', undefined],
  ])('%s %s', (host, reason, meant) => {
    expect(hostProblem(host, 'refused')).toEqual({ reason, ...(meant === undefined ? {} : { meant }) });
  });

  it('may be an address under tls, where digits pass for a name', () => {
    expect(hostProblem('10.0.0.1', 'fine')).toBeUndefined();
  });
});

describe('the name of a port', () => {
  it.each(['http', 'a', '8080-tcp', 'http-web-1'])('may be %s', (name) => {
    expect(portNameProblem(name)).toBeUndefined();
  });

  it.each([
    ['80', 'it has no letter'],
    ['HTTP', 'only a-z, 0-9 and - are allowed'],
    ['http_web', 'only a-z, 0-9 and - are allowed'],
    ['http--web', 'it has two dashes in a row'],
    ['-http', 'it begins or ends with a dash'],
    ['sixteen-letters-', 'it has 16 characters, more than 15'],
    ['', 'only a-z, 0-9 and - are allowed'],
  ])('is not %j: %s', (name, problem) => {
    expect(portNameProblem(name)).toBe(problem);
  });
});
