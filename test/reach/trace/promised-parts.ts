import { listOf, numberOf, objectOf, stringOf } from '../../../src/base/json.ts';
import type { Path } from '../../../src/base/json.ts';
import type { Trace } from '../../../src/reach/trace/hop.ts';
import { internet, requestTrace } from '../../../src/reach/trace/trace.ts';
import type { Graph } from '../../../src/reference/graph.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import type { Request } from '../../../src/reach/route/request.ts';
import { requestFor } from '../route/build.ts';

/** Something that a promised request needs: an object, or what stands at a path of it. */
export interface Needed {
  readonly resource: Resource;
  /** Undefined: only the object as a whole. */
  readonly at: Path | undefined;
}

/** A request that manifests promise, by the words of the one who wrote them; nothing here asks the engine. */
export interface Promised {
  readonly text: string;
  /** The object that promises it: only a trace that passes it is one of this request. */
  readonly source: Resource;
  readonly needs: readonly Needed[];
  readonly trace: () => Trace;
}

export function urlOf(
  graph: Graph,
  source: Resource,
  url: string,
  needs: readonly Needed[],
  more: Partial<Request> = {},
): Promised {
  const from = { outside: internet(graph) };
  return { text: url, source, needs, trace: () => requestTrace(graph, from, requestFor(url, more)) };
}

/** A Service, the port of it that is asked for, and the pods behind if one workload makes all of them. */
export function ofService(
  graph: Graph,
  namespace: string,
  name: string | undefined,
  wanted: number | string | undefined,
): readonly Needed[] {
  const service = name === undefined ? undefined : graph.find('Service', namespace, name);
  if (service === undefined) return [];
  const index = listOf(objectOf(service.value.spec).ports).findIndex((value) => {
    const { port, name: called } = objectOf(value);
    return port === wanted || called === wanted;
  });
  const { sure, possible } = graph.podsBehind(service);
  const owners = [...new Set([...sure, ...possible].map(({ owner }) => owner))];
  const [owner, another] = owners;
  return [
    ...(index < 0
      ? [{ resource: service, at: undefined }]
      : [{ resource: service, at: ['spec', 'ports', index] }]),
    { resource: service, at: ['spec', 'selector'] },
    ...(owner === undefined || another !== undefined ? [] : [{ resource: owner, at: undefined }]),
  ];
}

export function portOf(value: Parameters<typeof objectOf>[0]): number | string | undefined {
  const { number, name } = objectOf(value);
  return numberOf(number) ?? stringOf(name);
}

/** A host that a pattern covers; undefined for what is none. */
export function hostFor(pattern: string | undefined): string | undefined {
  if (pattern === undefined || pattern === '') return 'any.test';
  const host = pattern.replace(/^\*\./, 'any.');
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(host) ? host : undefined;
}

/** Paths in which nothing is special. */
export function pathFor(path: string | undefined): string | undefined {
  const plain = path ?? '/';
  return /^\/[\w/.-]*$/.test(plain) && URL.canParse(`http://a${plain}`) ? plain : undefined;
}
