import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath } from '../../src/base/json.ts';
import { Connectivity } from '../../src/reach/connectivity/connectivity.ts';
import type { SideReason } from '../../src/reach/connectivity/explain.ts';
import { clusterPolicy, endOf, graphWith, policy } from './connections.ts';

function explain(
  text: string,
  from: string,
  to: string,
  port: number,
): { readonly verdict: string; readonly egress: readonly string[]; readonly ingress: readonly string[] } {
  const graph = graphWith(text);
  const { verdict, egress, ingress } = new Connectivity(graph).explain(
    endOf(graph, from),
    endOf(graph, to),
    'TCP',
    port,
  );
  return { verdict, egress: describeSide(egress), ingress: describeSide(ingress) };
}

/** What is uncertain ends in a question mark. */
function describeSide(side: SideReason | undefined): readonly string[] {
  if (side === undefined) return ['nobody'];
  return [
    ...side.isolating.map(({ policy: { name }, certain }) => `isolated by ${name}${certain ? '' : '?'}`),
    ...side.rules.map(
      ({ policy: { name }, path, action, certain }) =>
        `${action} ${name} ${formatPath(path)}${certain ? '' : '?'}`,
    ),
  ];
}

describe('an explanation', () => {
  it('names the rule that allows, and the policies that isolate', () => {
    const text =
      policy('ingress: [{ ports: [{ port: 80 }] }, { ports: [{ port: 81 }] }]', 'some') +
      policy('ingress: []', 'none');
    expect(explain(text, 'ops/prom', 'shop/db', 81)).toEqual({
      verdict: 'allowed',
      egress: [],
      ingress: ['isolated by some', 'isolated by none', 'allow some spec.ingress[1]'],
    });
    expect(explain(text, 'ops/prom', 'shop/db', 82)).toEqual({
      verdict: 'blocked',
      egress: [],
      ingress: ['isolated by some', 'isolated by none'],
    });
  });

  it('speaks of both directions', () => {
    const text =
      policy('podSelector: { matchLabels: { app: web } }\npolicyTypes: [Egress]', 'out') +
      policy('podSelector: { matchLabels: { app: db } }\ningress: [{}]', 'in');
    expect(explain(text, 'shop/web', 'shop/db', 80)).toEqual({
      verdict: 'blocked',
      egress: ['isolated by out'],
      ingress: ['isolated by in', 'allow in spec.ingress[0]'],
    });
  });

  it('ends where the admin tier decides, and says what was passed', () => {
    const rule = (action: string, port: number): string =>
      `- { action: ${action}, from: [{ namespaces: {} }], ports: [{ portNumber: { port: ${port} } }] }`;
    const text =
      clusterPolicy(
        'AdminNetworkPolicy',
        `priority: 1\nsubject: { namespaces: {} }\ningress:\n${rule('Pass', 80)}\n${rule('Deny', 81)}\n${rule('Allow', 81)}`,
        'first',
      ) +
      clusterPolicy(
        'AdminNetworkPolicy',
        `priority: 2\nsubject: { namespaces: {} }\ningress:\n${rule('Allow', 81)}`,
        'second',
      ) +
      policy('ingress: [{}]', 'open');
    expect(explain(text, 'ops/prom', 'shop/db', 81)).toEqual({
      verdict: 'blocked',
      egress: [],
      ingress: ['deny first spec.ingress[1]'],
    });
    expect(explain(text, 'ops/prom', 'shop/db', 80)).toEqual({
      verdict: 'allowed',
      egress: [],
      ingress: ['isolated by open', 'pass first spec.ingress[0]', 'allow open spec.ingress[0]'],
    });
  });

  it('reaches the baseline where no policy isolates', () => {
    const text = clusterPolicy(
      'BaselineAdminNetworkPolicy',
      'subject: { namespaces: {} }\ningress: [{ action: Deny, from: [{ namespaces: {} }] }]',
    );
    expect(explain(text, 'ops/prom', 'shop/db', 80)).toEqual({
      verdict: 'blocked',
      egress: [],
      ingress: ['deny default spec.ingress[0]'],
    });
  });

  it('names all policies of a tie', () => {
    const tied = (name: string, action: string): string =>
      clusterPolicy(
        'AdminNetworkPolicy',
        `priority: 1\nsubject: { namespaces: {} }\ningress: [{ action: ${action}, from: [{ namespaces: {} }] }]`,
        name,
      );
    expect(explain(tied('a', 'Allow') + tied('b', 'Deny'), 'ops/prom', 'shop/db', 80)).toEqual({
      verdict: 'depends',
      egress: [],
      ingress: ['allow a spec.ingress[0]', 'deny b spec.ingress[0]'],
    });
  });

  it('says what is not certain', () => {
    const text = policy('ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }]', 'block');
    expect(explain(text, 'ops/prom', 'shop/db', 80)).toEqual({
      verdict: 'depends',
      egress: [],
      ingress: ['isolated by block', 'allow block spec.ingress[0]?'],
    });
  });

  it('has nothing to say of a pod that calls itself, nor of the side of an address', () => {
    const text = policy('policyTypes: [Ingress, Egress]', 'all');
    expect(explain(text, 'shop/web', 'shop/web', 80)).toEqual({
      verdict: 'allowed',
      egress: ['nobody'],
      ingress: ['nobody'],
    });
    expect(explain(text, '8.8.8.8', 'shop/web', 80).egress).toEqual(['nobody']);
  });

  it('agrees with the sets', () => {
    const graph = graphWith(
      policy(
        'ingress: [{ ports: [{ port: 80 }], from: [{ podSelector: {} }, { ipBlock: { cidr: 10.0.0.0/9 } }] }]',
        'a',
      ) +
        policy(
          'podSelector: { matchLabels: { app: web } }\npolicyTypes: [Egress]\negress: [{ ports: [{ port: http }] }]',
          'b',
        ) +
        clusterPolicy(
          'ClusterNetworkPolicy',
          'tier: Admin\npriority: 1\nsubject: { namespaces: { matchLabels: { team: a } } }\negress: [{ action: Pass, to: [{ networks: [10.0.0.0/8] }] }, { action: Deny, to: [{ namespaces: { matchLabels: { team: b } } }] }]',
          'c',
        ),
    );
    const connectivity = new Connectivity(graph);
    const ends = [
      'shop/web',
      'shop/db',
      'shop/api',
      'ops/prom',
      'ops/agent',
      'wild/guest',
      '10.0.0.1',
      '10.200.0.1',
      '::1',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...ends),
        fc.constantFrom(...ends),
        fc.constantFrom(80, 7070, 9090, 1),
        (from, to, port) => {
          const [source, destination] = [endOf(graph, from), endOf(graph, to)];
          const { verdict, egress, ingress } = connectivity.explain(source, destination, 'TCP', port);
          const { allowed, depends } = connectivity.between(source, destination);
          expect(allowed.contains('TCP', port)).toBe(verdict === 'allowed');
          expect(depends.contains('TCP', port)).toBe(verdict === 'depends');
          const sides = [egress?.verdict ?? 'allowed', ingress?.verdict ?? 'allowed'];
          const weakest = sides.includes('blocked')
            ? 'blocked'
            : sides.includes('depends')
              ? 'depends'
              : 'allowed';
          expect(verdict).toBe(weakest);
          for (const side of [egress, ingress]) {
            if (side?.verdict !== 'blocked') continue;
            expect(
              side.isolating.length + side.rules.filter(({ action }) => action === 'deny').length,
            ).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});
