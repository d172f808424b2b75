import { addTo } from '../../base/multimap.ts';
import { isObject, listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { readLabelSelector } from '../../resource/selector.ts';
import type { Match, Selector } from '../../resource/selector.ts';
import { older } from '../route/age.ts';
import { specOf } from '../service/service.ts';
import { GATEWAY_GROUP, kindsFor, LISTENER_SET, ROUTE_KINDS } from './kinds.ts';
import { admitsNamespace } from './namespaces.ts';
import type { NamespaceRule } from './namespaces.ts';

/** A listener of a Gateway, or of a ListenerSet that belongs to one. */
export interface Listener {
  /** The Gateway or ListenerSet that it is written in. */
  readonly owner: Resource;
  readonly gateway: Resource;
  readonly at: Path;
  readonly name: string;
  readonly port: number | undefined;
  readonly protocol: string;
  /** In lower case; empty for all. */
  readonly hostname: string;
  /** Kinds of routes that it takes; undefined where the protocol is the implementation's own. */
  readonly kinds: readonly string[] | undefined;
  /** Entries of `allowedRoutes.kinds` that the protocol does not support. */
  readonly wrongKinds: readonly { readonly kind: string; readonly group: string; readonly at: Path }[];
  readonly namespaces: NamespaceRule;
  readonly tlsMode: string;
}

/** The listeners that an object writes, each the same object whenever it is asked for. */
export function listenersOf(graph: Graph, owner: Resource): readonly Listener[] {
  const table = graph.memo('listeners', () => new Map<Resource, readonly Listener[]>());
  let found = table.get(owner);
  if (found === undefined) {
    found = readListeners(owner, parentOfSet(graph, owner) ?? owner);
    table.set(owner, found);
  }
  return found;
}

function readListeners(owner: Resource, gateway: Resource): readonly Listener[] {
  return listOf(specOf(owner).listeners).map((value, index): Listener => {
    const entry = objectOf(value);
    const at: Path = ['spec', 'listeners', index];
    const tlsMode = stringOf(objectOf(entry.tls).mode) ?? 'Terminate';
    const protocol = stringOf(entry.protocol) ?? '';
    const allowed = objectOf(entry.allowedRoutes);
    const supported = kindsFor(protocol, tlsMode);
    const wanted = listOf(allowed.kinds).map((value, i) => {
      const { kind, group } = objectOf(value);
      const foreign = stringOf(group) ?? GATEWAY_GROUP;
      return {
        kind: stringOf(kind) ?? '',
        group: foreign,
        at: [...at, 'allowedRoutes', 'kinds', i, foreign === GATEWAY_GROUP ? 'kind' : 'group'],
      };
    });
    const wrongKinds =
      supported === undefined
        ? []
        : wanted.filter(({ kind, group }) =>
            group === GATEWAY_GROUP ? !supported.includes(kind) : isSlip(group, kind),
          );
    const taken =
      wanted.length === 0
        ? supported
        : wanted.some(({ kind, group }) => isPlaceholder(kind) || isPlaceholder(group))
          ? undefined
          : wanted
              .filter(({ kind, group }) => group === GATEWAY_GROUP && (supported?.includes(kind) ?? true))
              .map(({ kind }) => kind);
    return {
      owner,
      gateway,
      at,
      name: stringOf(entry.name) ?? '',
      port: numberOf(entry.port),
      protocol,
      hostname: (stringOf(entry.hostname) ?? '').toLowerCase(),
      kinds: taken,
      wrongKinds,
      namespaces: readNamespaces(allowed.namespaces, [...at, 'allowedRoutes']),
      tlsMode,
    };
  });
}

/** A kind of the Gateway API in a group that has none: others may be an implementation's own, which is not told here. */
function isSlip(group: string, kind: string): boolean {
  return !isPlaceholder(group) && ROUTE_KINDS.some((one) => one === kind);
}

function readNamespaces(value: Parameters<typeof objectOf>[0], at: Path): NamespaceRule {
  const namespaces = objectOf(value);
  const from = stringOf(namespaces.from) ?? 'Same';
  const selector = isObject(namespaces.selector) ? readLabelSelector(namespaces.selector) : undefined;
  return { from, selector, at: isObject(value) ? [...at, 'namespaces'] : at };
}

/** How messages call a listener: `listener https of Gateway infra/edge`. */
export function listenerName({ owner, name }: Listener): string {
  return `listener ${name} of ${nameOf(owner)}`;
}

/** Whether a ListenerSet belongs to its Gateway: nobody is let in unless the Gateway says so (GA11). */
export function isAdmittedSet(graph: Graph, set: Resource, gateway: Resource): Match {
  const allowed = objectOf(objectOf(specOf(gateway).allowedListeners).namespaces);
  const from = stringOf(allowed.from) ?? 'None';
  const selector: Selector | undefined = isObject(allowed.selector)
    ? readLabelSelector(allowed.selector)
    : undefined;
  return admitsNamespace(
    graph,
    { from, selector, at: ['spec', 'allowedListeners'] },
    gateway.namespace,
    set.namespace,
  );
}

/** The Gateway of a ListenerSet, if it is in the input. */
export function parentOfSet(graph: Graph, set: Resource): Resource | undefined {
  if (set.type !== LISTENER_SET) return undefined;
  const parent = objectOf(specOf(set).parentRef);
  const name = stringOf(parent.name);
  const namespace = stringOf(parent.namespace) ?? set.namespace;
  return name === undefined ? undefined : graph.find('gateway.networking.k8s.io/Gateway', namespace, name);
}

/**
 * Every listener of a Gateway in the order in which they count: its own, then those of the ListenerSets that it lets in, the
 * older first where all of them say when they were made, then by namespace and name (gateway-api apis/v1/listenerset_types.go
 * ListenerSetSpec.Listeners).
 */
export function allListeners(graph: Graph, gateway: Resource): readonly Listener[] {
  const table = graph.memo('listener sets of gateways', () => {
    const sets = new Map<Resource, Resource[]>();
    for (const set of graph.all(LISTENER_SET)) {
      const parent = parentOfSet(graph, set);
      if (parent === undefined || isAdmittedSet(graph, set, parent) === 'no') continue;
      addTo(sets, parent, set);
    }
    return new Map([...sets].map(([parent, list]) => [parent, inPrecedence(list)]));
  });
  const sets = table.get(gateway) ?? [];
  return [gateway, ...sets].flatMap((owner) => listenersOf(graph, owner));
}

/** By age only where all of them tell theirs: one that does not could come before any of the others. */
function inPrecedence(sets: readonly Resource[]): readonly Resource[] {
  const byName = [...sets].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const [first] = byName;
  if (first === undefined || byName.some((one) => older(first, one) === undefined)) return byName;
  return byName.sort((a, b) => (a === b ? 0 : older(a, b) === a ? -1 : 1));
}

function keyOf({ namespace, name }: Resource): string {
  return `${namespace}/${name}`;
}
