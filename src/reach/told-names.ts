import { getAt, stringOf } from '../base/json.ts';
import { textsOf } from '../reference/calls.ts';
import type { Text } from '../reference/calls.ts';
import type { Graph } from '../reference/graph.ts';
import { isNoCall, settingBefore } from '../reference/no-call.ts';
import type { Reference } from '../reference/reference.ts';
import { takesEntry } from '../reference/takers.ts';
import { addressesIn } from '../reference/urls.ts';
import type { Pod } from '../resource/pod.ts';
import type { Resource } from '../resource/resource.ts';

/** Whether the manifests show that a pod asks for a name: a setting, an argument or an entry of a ConfigMap holds one. */
export function isToldName(graph: Graph, pod: Pod): boolean {
  const own = textsOf(graph, pod.owner).filter((text) => text.pod === pod);
  return (
    own.some(holdsName) || graph.references(pod.owner).some((one) => one.pod === pod && takesName(graph, one))
  );
}

function takesName(graph: Graph, reference: Reference): boolean {
  const { to, namespace, name } = reference;
  const map = to === 'ConfigMap' ? graph.find(to, namespace, name) : undefined;
  if (map === undefined) return false;
  const known = graph.memo('entries with names', () => new Map<Resource, readonly string[]>());
  let keys = known.get(map);
  if (keys === undefined) {
    keys = textsOf(graph, map)
      .filter(holdsName)
      .map(({ at }) => String(at[1] ?? ''));
    known.set(map, keys);
  }
  return keys.some((key) => takesEntry(reference, key));
}

function holdsName({ text, at, from }: Text): boolean {
  const named = addressesIn(text).some(
    ({ host, start }) => isName(host) && !isNoCall(settingBefore(text, start)),
  );
  return named || (isName(text) && HOST_SETTING.test(settingOf(at, from)));
}

function isName(host: string): boolean {
  return /^[a-z](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(host) && host !== 'localhost';
}

/** Settings whose value is a host by itself: `DB_HOST: postgres`. */
const HOST_SETTING = /(?:^|[._-])(?:hosts?|hostname|addr|address|endpoint|servers?|brokers?|url|uri)$/i;

/** The name of an environment variable, or the key of an entry. */
function settingOf(at: Text['at'], from: Text['from']): string {
  const last = at.at(-1);
  return last === 'value' ? (stringOf(getAt(from.value, [...at.slice(0, -1), 'name'])) ?? '') : String(last);
}
