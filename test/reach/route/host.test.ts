import { describe, expect, it } from 'vitest';
import { hostMatches, intersectHosts, patternsFor } from '../../../src/reach/route/host.ts';

describe('hostnames of the Gateway API', () => {
  // gateway-api apis/v1/shared_types.go Hostname; httproute_types.go Hostnames (GA5).
  it.each([
    ['*.example.com', 'test.example.com', true],
    ['*.example.com', 'foo.test.example.com', true],
    ['*.example.com', 'example.com', false],
    ['example.com', 'example.com', true],
    ['example.com', 'test.example.com', false],
    ['', 'example.com', true],
  ])('%s covers %s: %s', (pattern, host, expected) => {
    expect(hostMatches(pattern, host, 'suffix')).toBe(expected);
    expect(patternsFor(host, 'suffix').includes(pattern)).toBe(expected);
  });

  it.each([
    ['test.example.com', 'test.example.com', 'test.example.com'],
    ['test.example.com', '*.example.com', 'test.example.com'],
    ['*.example.com', 'test.example.com', 'test.example.com'],
    ['*.example.com', 'foo.test.example.com', 'foo.test.example.com'],
    ['*.example.com', '*.example.com', '*.example.com'],
    ['*.example.com', '*.test.example.com', '*.test.example.com'],
    ['*.example.com', 'example.com', undefined],
    ['*.example.com', 'test.example.net', undefined],
    ['', 'test.example.com', 'test.example.com'],
    ['test.example.com', '', 'test.example.com'],
  ])('a listener for %s and a route for %s serve %s', (listener, route, expected) => {
    expect(intersectHosts(listener, route)).toBe(expected);
    expect(intersectHosts(route, listener)).toBe(expected);
  });
});
