import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { readMonitor, servicesOf, servicesSelecting } from '../../src/reach/monitor.ts';
import type { Monitor } from '../../src/reach/monitor.ts';
import { Graph } from '../../src/reference/graph.ts';
import { resourceOf } from '../../src/resource/resource.ts';
import type { Resource } from '../../src/resource/resource.ts';

function resource(value: JsonObject): Resource {
  const manifest = { file: 'all.yaml', index: 0, offset: 0, document: { text: '', value, problems: [] } };
  return resourceOf({ manifest, base: [], value }, 'default', new Set());
}

function service(namespace: string, name: string, labels: JsonObject, selector: JsonObject): Resource {
  return resource({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { selector },
  });
}

function monitor(spec: JsonObject, kind = 'ServiceMonitor'): Monitor | undefined {
  const apiVersion = 'monitoring.coreos.com/v1';
  return readMonitor(resource({ apiVersion, kind, metadata: { name: 'm', namespace: 'shop' }, spec }));
}

const api = { matchLabels: { app: 'api' } };

describe('where a monitor looks', () => {
  it.each<[string, JsonObject, Monitor['namespaces'], boolean]>([
    ['is its own namespace by default', {}, ['shop'], true],
    [
      'is its own namespace with an empty selector',
      { namespaceSelector: { matchNames: [] } },
      ['shop'],
      true,
    ],
    ['is what matchNames names', { namespaceSelector: { matchNames: ['a', 'b'] } }, ['a', 'b'], false],
    ['is everywhere with any', { namespaceSelector: { any: true, matchNames: ['a'] } }, 'any', false],
  ])('%s', (_name, spec, namespaces, own) => {
    const read = monitor({ selector: api, ...spec });
    expect(read?.namespaces).toEqual(namespaces);
    expect(read?.ownNamespace).toBe(own);
  });

  it('cannot be told without a selector', () => {
    expect(monitor({})).toBeUndefined();
  });
});

describe('the endpoints of a monitor', () => {
  it('keep numbers and names apart', () => {
    const endpoints = [{ port: '80' }, { port: 80 }, { targetPort: 'http' }, { port: '' }, 'nonsense'];
    const read = monitor({ selector: api, endpoints });
    expect(read?.endpoints.map(({ port, targetPort }) => [port, targetPort])).toEqual([
      ['80', undefined],
      [80, undefined],
      [undefined, 'http'],
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  it('of a PodMonitor are its podMetricsEndpoints', () => {
    const read = monitor({ selector: api, podMetricsEndpoints: [{ portNumber: 9090 }] }, 'PodMonitor');
    expect(read?.endpoints.map(({ path, portNumber }) => [path[1], portNumber])).toEqual([
      ['podMetricsEndpoints', 9090],
    ]);
  });
});

describe('the Services of a monitor', () => {
  const labelled = service('shop', 'labelled', { app: 'api', tier: 'back' }, { app: 'other' });
  const selecting = service('shop', 'selecting', {}, { app: 'api' });
  const elsewhere = service('other', 'elsewhere', { app: 'api' }, {});
  const graph = new Graph({
    resources: [labelled, selecting, elsewhere],
    closedWorld: false,
    unreadable: [],
  });

  it.each<[string, JsonObject, readonly Resource[]]>([
    ['have the labels themselves', { selector: api }, [labelled]],
    [
      'are looked for in every namespace',
      { selector: api, namespaceSelector: { any: true } },
      [labelled, elsewhere],
    ],
    ['are all those of the namespace for an empty selector', { selector: {} }, [labelled, selecting]],
    [
      'satisfy expressions too',
      { selector: { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] } },
      [selecting],
    ],
  ])('%s', (_name, spec, expected) => {
    const read = monitor(spec);
    expect(read === undefined ? undefined : servicesOf(graph, read)).toEqual(expected);
  });

  it('are another thing than those that select pods by the labels', () => {
    const read = monitor({ selector: api });
    expect(read === undefined ? undefined : servicesSelecting(graph, read.selector)).toEqual([selecting]);
  });
});
