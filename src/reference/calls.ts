import { isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { Path } from '../base/json.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';
import type { Address } from './address.ts';
import type { Graph } from './graph.ts';
import { podsNamedBelow } from './named-pods.ts';
import { isNoCall, settingBefore } from './no-call.ts';
import { addressesIn, DEFAULT_ZONE, readHost } from './urls.ts';
import type { HostName } from './urls.ts';

/** A text that programs read: an environment variable, an argument, an entry of a ConfigMap. */
export interface Text {
  readonly from: Resource;
  readonly at: Path;
  readonly text: string;
  /** The pod that reads it, where that is written. */
  readonly pod: Pod | undefined;
  /** Everything that the same program or ConfigMap says beside it. */
  readonly beside: readonly string[];
}

/** An address inside a text that may be one of a Service. */
export interface Call {
  readonly text: Text;
  readonly address: Address;
  readonly name: HostName;
}

/** The addresses of Services that an object's pods are told, or that a ConfigMap holds, in the order of the text. */
export function callsOf(graph: Graph, resource: Resource): readonly Call[] {
  const known = graph.memo('calls', () => new Map<Resource, readonly Call[]>());
  let calls = known.get(resource);
  if (calls === undefined) {
    calls = textsOf(graph, resource).flatMap(callsIn);
    known.set(resource, calls);
  }
  return calls;
}

function callsIn(text: Text): readonly Call[] {
  const addresses = addressesIn(text.text);
  if (addresses.length === 0) return [];
  const own = namesOf(text);
  return addresses.flatMap((address) => {
    const name = readHost(address.host);
    if (name === undefined || own.has(address.host)) return [];
    return isNoCall(settingBefore(text.text, address.start)) ? [] : [{ text, address, name }];
  });
}

/** `upstream api { … }` of nginx, a host alias of the pod: such names are never asked of the cluster's DNS. */
function namesOf({ text, pod }: Text): ReadonlySet<string> {
  const names = new Set<string>();
  for (const alias of listOf(pod?.spec.hostAliases)) {
    for (const name of listOf(objectOf(alias).hostnames)) if (typeof name === 'string') names.add(name);
  }
  if (text.includes('upstream')) {
    for (const [, name = ''] of text.matchAll(/\bupstream\s+["']?([\w.-]+)/g)) names.add(name);
  }
  return names;
}

/** What the programs of an object's pods are told, or what a ConfigMap holds; names that nobody calls are left out. */
export function textsOf(graph: Graph, resource: Resource): readonly Text[] {
  if (resource.type === 'ConfigMap') return entriesOf(resource);
  return graph.podsOf(resource).flatMap((pod) =>
    pod.containers.flatMap(({ path, value }) => {
      const found: { readonly at: Path; readonly text: string }[] = [];
      for (const list of ['command', 'args']) {
        let before = '';
        listOf(value[list]).forEach((text, index) => {
          if (typeof text !== 'string') return;
          if (!before.startsWith('-') || before.includes('=') || !isNoCall(before))
            found.push({ at: [...path, list, index], text });
          before = text;
        });
      }
      listOf(value.env).forEach((entry, index) => {
        const variable = objectOf(entry);
        const text = stringOf(variable.value);
        if (text !== undefined && !isNoCall(stringOf(variable.name) ?? ''))
          found.push({ at: [...path, 'env', index, 'value'], text });
      });
      const beside = found.map(({ text }) => text);
      return found.map((one) => ({ ...one, from: resource, pod, beside }));
    }),
  );
}

function entriesOf(resource: Resource): readonly Text[] {
  const { data } = resource.value;
  if (!isObject(data)) return [];
  const entries = Object.entries(data).flatMap(([key, text]) =>
    typeof text !== 'string' || isNoCall(key) || PROSE.test(key) ? [] : [{ at: ['data', key], text }],
  );
  const beside = entries.map(({ text }) => text);
  return entries.map((entry) => ({ ...entry, from: resource, pod: undefined, beside }));
}

/** Texts for people or browsers, certificates: their addresses are examples, or asked from outside. */
const PROSE = /\.(?:md|markdown|txt|rst|adoc|html?|css|m?js|tsx?|svg|xsl|pem|crt|key)$/i;

/** The Service that a call means, if it means one of the cluster of these manifests. */
export interface Called {
  readonly namespace: string;
  readonly name: string;
  readonly service: Resource | undefined;
  /** The hostname of the pod that is called by a name of its own below the Service. */
  readonly pod: string | undefined;
}

/**
 * Undefined where the name may as well mean something else: a host of the internet, another cluster's zone, or a text that
 * nobody of its namespace is known to read.
 */
export function calledBy(graph: Graph, { text, name }: Call): Called | undefined {
  const { from } = text;
  switch (name.form) {
    case 'short':
      return isReadAtHome(graph, text) ? called(graph, from.namespace, name.service) : undefined;
    case 'namespace': {
      // The search path tries the own namespace first: `db-0.db` is a pod of Service db there.
      const isPod =
        podsNamedBelow(graph, from.namespace, name.service, name.namespace).length > 0 &&
        isReadAtHome(graph, text) &&
        graph.find('Service', name.namespace, name.service) === undefined;
      if (isPod) return called(graph, from.namespace, name.namespace, name.service);
      return isKnown(graph, name.namespace) ? called(graph, name.namespace, name.service) : undefined;
    }
    case 'pod':
      return podsNamedBelow(graph, name.namespace, name.pod, name.service).length > 0
        ? called(graph, name.namespace, name.service, name.pod)
        : undefined;
    case 'svc':
      return name.zone === undefined || name.zone === DEFAULT_ZONE
        ? called(graph, name.namespace, name.service, name.pod)
        : undefined;
    case 'without-svc':
      return undefined;
  }
}

/** Whether a name without a namespace is asked for in the namespace of its text. */
export function isReadAtHome(graph: Graph, { pod, from }: Text): boolean {
  return pod !== undefined || graph.referencesTo(from).length > 0;
}

function called(graph: Graph, namespace: string, name: string, pod?: string): Called {
  return { namespace, name, service: graph.find('Service', namespace, name), pod };
}

/** Whether the input says anything of a namespace. */
export function isKnown(graph: Graph, namespace: string): boolean {
  return graph.inNamespace(namespace).length > 0;
}
