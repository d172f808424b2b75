import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/document/read.ts';
import { nearMiss } from '../../src/reach/near-miss.ts';
import { Graph } from '../../src/reference/graph.ts';
import { objectsOf, resourceOf } from '../../src/resource/resource.ts';
import type { Labels } from '../../src/resource/resource.ts';
import { readMapSelector } from '../../src/resource/selector.ts';

/** A Deployment of the namespace `shop` with these labels on its pods, and others on itself. */
function deployment(name: string, pods: Labels, own: Labels = {}): string {
  const value = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', labels: own },
    spec: {
      selector: { matchLabels: pods },
      template: { metadata: { labels: pods }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  };
  return JSON.stringify(value);
}

function missOf(workloads: readonly string[], selector: Labels): string {
  const resources = readDocuments(workloads.join('\n---\n')).flatMap(({ offset, document }, index) =>
    objectsOf({ file: 'a.yaml', index, offset, document }).map((object) =>
      resourceOf(object, 'shop', new Set()),
    ),
  );
  const graph = new Graph({ resources, closedWorld: false, unreadable: [] });
  const read = readMapSelector(selector);
  const miss = read === undefined ? undefined : nearMiss(graph, 'shop', read);
  if (miss === undefined) return 'none';
  const found = miss.kind === 'value' ? miss.value : miss.kind === 'key' ? miss.key : 'on the workload';
  return `${miss.kind} ${miss.requirement.key}: ${found} of ${miss.pod.owner.name}`;
}

describe('what a selector that matches no pod nearly matches', () => {
  it.each([
    ['a value that is a slip away', { app: 'chekout' }, 'value app: checkout of api'],
    ['a value in one of several labels', { app: 'checkout', tier: 'backand' }, 'value tier: backend of api'],
    ['a key that is a slip away', { app: 'checkout', teir: 'backend' }, 'key teir: tier of api'],
    ['another key of the same meaning', { name: 'checkout' }, 'key name: app of api'],
    [
      'a label of the workload itself',
      { app: 'checkout', version: 'v2' },
      'misplaced version: on the workload of api',
    ],
    ['nothing if two labels differ', { app: 'chekout', tier: 'backand' }, 'none'],
    ['nothing if the value is another word', { app: 'search' }, 'none'],
    ['nothing if another key has another meaning', { team: 'checkout' }, 'none'],
    ['nothing for a label that controllers add', { 'pod-template-hash': 'abcdef' }, 'none'],
  ])('is %s', (_case, selector, expected) => {
    const api = deployment('api', { app: 'checkout', tier: 'backend' }, { app: 'checkout', version: 'v2' });
    expect(missOf([api], selector as unknown as Labels)).toBe(expected);
  });

  it('is not a value that differs in a number', () => {
    expect(missOf([deployment('one', { app: 'worker-1' })], { app: 'worker-2' })).toBe('none');
  });

  it('is found among very many values', () => {
    const many = Array.from({ length: 300 }, (_, index) => {
      const word = String(index).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
      return deployment(word, { app: `service-${word}` });
    });
    expect(missOf([...many, deployment('api', { app: 'checkout' })], { app: 'chekout' })).toBe(
      'value app: checkout of api',
    );
  });
});
