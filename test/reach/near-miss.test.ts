import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/document/read.ts';
import { nearMiss } from '../../src/reach/near-miss.ts';
import { Graph } from '../../src/reference/graph.ts';
import { objectsOf, resourceOf } from '../../src/resource/resource.ts';
import type { Labels, Resource } from '../../src/resource/resource.ts';
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

function resourcesOf(file: string, workloads: readonly string[]): readonly Resource[] {
  return readDocuments(workloads.join('\n---\n')).flatMap(({ offset, document }, index) =>
    objectsOf({ file, index, offset, document }).map((object) => resourceOf(object, 'shop', new Set())),
  );
}

/** What a selector of an object in `file` nearly matches among workloads, given by their files. */
function missAmong(
  files: Readonly<Record<string, readonly string[]>>,
  file: string,
  selector: Labels,
): string {
  const resources = Object.entries(files).flatMap(([name, workloads]) => resourcesOf(name, workloads));
  const [from] = resourcesOf(file, [deployment('from', {})]);
  const graph = new Graph({ resources, closedWorld: false, unreadable: [] });
  const read = readMapSelector(selector);
  const miss = read === undefined || from === undefined ? undefined : nearMiss(graph, from, 'shop', read);
  if (miss === undefined) return 'none';
  const found = miss.kind === 'value' ? miss.value : miss.kind === 'key' ? miss.key : 'on the workload';
  return `${miss.kind} ${miss.requirement.key}: ${found} of ${miss.pod.owner.name}`;
}

function missOf(workloads: readonly string[], selector: Labels): string {
  return missAmong({ 'a.yaml': workloads }, 'a.yaml', selector);
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

  it.each([
    ['dev/service.yaml', 'dev'],
    ['prod/service.yaml', 'prod'],
    ['prod/cache.yaml', 'cache'],
    ['test/service.yaml', 'dev'],
  ])('is for %s the pod of its file or folder, of several that have the label', (file, owner) => {
    const files = {
      'dev/api.yaml': [deployment('dev', { app: 'checkout' }, { version: 'v2', app: 'checkout' })],
      'prod/api.yaml': [deployment('prod', { app: 'checkout' }, { version: 'v2', app: 'checkout' })],
      'prod/cache.yaml': [deployment('cache', { app: 'checkout' }, { version: 'v2', app: 'checkout' })],
    };
    expect(missAmong(files, file, { app: 'chekout' })).toBe(`value app: checkout of ${owner}`);
    expect(missAmong(files, file, { name: 'checkout' })).toBe(`key name: app of ${owner}`);
    expect(missAmong(files, file, { version: 'v2' })).toBe(`misplaced version: on the workload of ${owner}`);
  });
});
