import { describe, expect, it } from 'vitest';
import { stringOf } from '../../src/base/json.ts';
import { readDocuments } from '../../src/document/read.ts';
import { podsInSight } from '../../src/reach/service/behind.ts';
import { winnerOf } from '../../src/reference/copies.ts';
import { Graph } from '../../src/reference/graph.ts';
import { objectsOf, resourceOf } from '../../src/resource/resource.ts';
import type { Resource } from '../../src/resource/resource.ts';

function graphOf(files: Readonly<Record<string, string>>, unreadable: readonly string[] = []): Graph {
  const resources = Object.entries(files).flatMap(([file, text]): readonly Resource[] =>
    readDocuments(text).flatMap(({ offset, document }, index) =>
      objectsOf({ file, index, offset, document }).map((object) => resourceOf(object, 'default', new Set())),
    ),
  );
  return new Graph({ resources, closedWorld: false, unreadable });
}

const deployment = (image: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: c, image: "${image}" }] }
---`;
const service = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---`;
const operated = `
apiVersion: example.com/v1
kind: Site
metadata: { name: web }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: c, image: site }] }
---`;

/** The images behind the Service of a file, or why there is nothing to say. */
function behind(
  files: Readonly<Record<string, string>>,
  file: string,
  unreadable?: readonly string[],
): string {
  const graph = graphOf(files, unreadable);
  const found = graph.all('Service').find(({ manifest }) => manifest.file === file);
  const pods = found === undefined ? undefined : podsInSight(graph, found);
  return pods === undefined
    ? 'unknown'
    : pods.all.map(({ containers }) => stringOf(containers[0]?.value.image)).join(' ');
}

describe('the pods behind a Service', () => {
  it('are those of its selector', () => {
    expect(behind({ 'a.yaml': deployment('one') + service }, 'a.yaml')).toBe('one');
  });

  it('are unknown while an operator completes one of them', () => {
    expect(behind({ 'a.yaml': deployment('one') + operated + service }, 'a.yaml')).toBe('unknown');
  });

  it('are unknown where a document that could not be read has the label', () => {
    expect(behind({ 'a.yaml': deployment('one') + service }, 'a.yaml', ['labels: { app: web }'])).toBe(
      'unknown',
    );
  });

  it.each([
    ['dev/service.yaml', 'dev'],
    ['prod/service.yaml', 'prod'],
  ])('are those of its own environment: %s', (file, image) => {
    const files = {
      'dev/deployment.yaml': deployment('dev'),
      'dev/service.yaml': service,
      'prod/deployment.yaml': deployment('prod'),
      'prod/service.yaml': service,
    };
    expect(behind(files, file)).toBe(image);
  });
});

describe('the object that overwrites another', () => {
  it.each([
    ['the last of a file', { 'a.yaml': service + service + service }, [2, 2, undefined]],
    [
      'none in another file of the folder',
      { 'x/a.yaml': service, 'x/b.yaml': service },
      [undefined, undefined],
    ],
    ['none in another folder', { 'dev/a.yaml': service, 'prod/a.yaml': service }, [undefined, undefined]],
  ])('is %s', (_case, files, expected) => {
    const graph = graphOf(files);
    const winners = graph.resources.map((resource) => {
      const winner = winnerOf(graph, resource);
      return winner === undefined ? undefined : graph.resources.indexOf(winner);
    });
    expect(winners).toEqual(expected);
  });
});
