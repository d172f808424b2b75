import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { doors } from '../../../src/reach/route/doors.ts';
import { graphOf, ingress } from './build.ts';

const PATHS = Array.from({ length: 20 }, (_, p) => ({ path: `/p${p}`, pathType: 'Prefix', name: `s${p}` }));

function ingresses(count: number): readonly JsonObject[] {
  return Array.from({ length: count }, (_, h) => ingress(`i${h}`, `h${h}.example.com`, PATHS));
}

function routes(count: number): readonly JsonObject[] {
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'shop' },
    spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  };
  return [
    gateway,
    ...Array.from({ length: count }, (_, h) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: `r${h}`, namespace: 'shop' },
      spec: {
        parentRefs: [{ name: 'edge' }],
        hostnames: [`h${h}.example.com`],
        rules: PATHS.map(({ path, name }) => ({
          matches: [{ path: { value: path } }],
          backendRefs: [{ name, port: 80 }],
        })),
      },
    })),
  ];
}

describe('the work for a table', () => {
  it.each([
    ['Ingresses', ingresses],
    ['routes of one listener', routes],
  ])('%s: twice the hosts are twice the comparisons', (_name, make) => {
    const comparisons = (hosts: number): number =>
      doors(graphOf(make(hosts))).reduce((sum, table) => sum + table.comparisons, 0);
    const few = comparisons(100);
    expect(few).toBeGreaterThan(0);
    expect(comparisons(200)).toBe(2 * few);
  });
});
