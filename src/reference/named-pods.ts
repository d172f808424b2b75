import { getAt, stringOf } from '../base/json.ts';
import type { Path } from '../base/json.ts';
import { addTo } from '../base/multimap.ts';
import type { Pod } from '../resource/pod.ts';
import type { Graph } from './graph.ts';

/**
 * A pod as names of pods see it: below a Service each has the name `<hostname>.<subdomain>`, where the subdomain is the Service's
 * name (endpointslice/utils.go ShouldSetHostname).
 */
export interface NamedPod {
  readonly pod: Pod;
  /** Which pod of its owner has the name; undefined where all of them have it. */
  readonly index: number | undefined;
  /** The Service below which the name is; undefined where it has none, so that there is no such name. */
  readonly subdomain: string | undefined;
  /** From the owner's value to the field that says the subdomain. */
  readonly subdomainAt: Path;
}

/** The pods of a namespace whose hostname it is, below whatever Service; a bare Pod without hostname by its name. */
export function podsNamed(graph: Graph, namespace: string, hostname: string): readonly NamedPod[] {
  const { numbered, literal } = graph.memo('pods with names', () => readNames(graph));
  const [, stem, index] = /^(.+)-(0|[1-9]\d{0,8})$/.exec(hostname) ?? [];
  return [
    ...(literal.get(`${namespace}/${hostname}`) ?? []),
    ...(stem === undefined ? [] : (numbered.get(`${namespace}/${stem}`) ?? [])).map((one) => ({
      ...one,
      index: Number(index),
    })),
  ];
}

/** Those of them that have the name below this Service. */
export function podsNamedBelow(
  graph: Graph,
  namespace: string,
  hostname: string,
  service: string,
): readonly NamedPod[] {
  return podsNamed(graph, namespace, hostname).filter(({ subdomain }) => subdomain === service);
}

interface Names {
  /** By the owner: its pods are `<owner>-<index>`. */
  readonly numbered: ReadonlyMap<string, readonly NamedPod[]>;
  readonly literal: ReadonlyMap<string, readonly NamedPod[]>;
}

function readNames(graph: Graph): Names {
  const numbered = new Map<string, NamedPod[]>();
  const literal = new Map<string, NamedPod[]>();
  for (const pod of graph.pods()) {
    const { owner, namespace, path, spec } = pod;
    const subdomainAt: Path = [...path, 'spec', 'subdomain'];
    const subdomain = filled(spec.subdomain);
    const hostname = filled(spec.hostname);
    if (owner.type === 'apps/StatefulSet') {
      // Both are written over (k/k pkg/controller/statefulset/stateful_set_utils.go initIdentity).
      const at: Path = ['spec', 'serviceName'];
      const governing = filled(getAt(owner.value, at));
      addTo(numbered, `${namespace}/${owner.name}`, {
        pod,
        index: undefined,
        subdomain: governing,
        subdomainAt: at,
      });
    } else if (isIndexed(pod)) {
      // pkg/controller/job/job_controller.go manageJob: only the hostname is written over.
      addTo(numbered, `${namespace}/${owner.name}`, { pod, index: undefined, subdomain, subdomainAt });
    } else if (hostname !== undefined) {
      addTo(literal, `${namespace}/${hostname}`, { pod, index: undefined, subdomain, subdomainAt });
    } else if (owner.type === 'Pod') {
      addTo(literal, `${namespace}/${owner.name}`, {
        pod,
        index: undefined,
        subdomain: undefined,
        subdomainAt: [...path, 'spec', 'hostname'],
      });
    }
  }
  return { numbered, literal };
}

function isIndexed({ owner }: Pod): boolean {
  return owner.type === 'batch/Job' && getAt(owner.value, ['spec', 'completionMode']) === 'Indexed';
}

function filled(value: Parameters<typeof stringOf>[0]): string | undefined {
  const text = stringOf(value);
  return text === '' ? undefined : text;
}
