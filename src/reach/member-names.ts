import { isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';
import type { Graph } from '../reference/graph.ts';

/**
 * Whether some text calls pods by names of their own below a Service: `db-0.db`, `$(POD_NAME).db`, or gives the Service's name by
 * itself as a setting, of which programs make such names. Looked for in what containers are told and in ConfigMaps.
 */
export function areMembersNamed(graph: Graph, service: string): boolean {
  const parents = graph.memo('parents of names', () => {
    const found = new Set<string>();
    for (const text of settings(graph)) {
      if (/^[a-z0-9-]{1,63}$/.test(text)) found.add(text);
      addParents(found, text);
    }
    for (const { containers } of graph.pods()) {
      for (const { value } of containers)
        for (const text of [...listOf(value.command), ...listOf(value.args)])
          if (typeof text === 'string') addParents(found, text);
    }
    return found;
  });
  return parents.has(service);
}

function addParents(found: Set<string>, text: string): void {
  for (const [, parent = ''] of text.matchAll(/(?<=[\w)}])\.([a-z0-9-]+)/g)) found.add(parent);
}

function* settings(graph: Graph): Iterable<string> {
  const values: (JsonValue | undefined)[] = [];
  for (const { containers } of graph.pods()) {
    for (const { value } of containers) values.push(...listOf(value.env).map((one) => objectOf(one).value));
  }
  for (const { value } of graph.all('ConfigMap')) {
    if (isObject(value.data)) values.push(...Object.values(value.data));
  }
  for (const value of values) {
    const text = stringOf(value);
    if (text !== undefined) yield text;
  }
}
