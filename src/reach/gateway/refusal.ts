import { someOf } from '../../base/some.ts';
import { stringOf } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { formatLabels, formatSelector } from '../../resource/selector.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Refusal } from './attachment.ts';
import { LISTENER_SET } from './kinds.ts';
import { parentOfSet } from './listener.ts';
import type { Listener } from './listener.ts';
import { hostnamesOf } from './route.ts';

/** Why a parent refuses a route, with the values of both sides. Without a full stop. */
export function refusalText(
  graph: Graph,
  route: Resource,
  parent: Resource,
  { by, listeners, elsewhere }: Refusal,
): string {
  const names = someOf(listeners.map(({ name }) => name));
  switch (by) {
    case 'set': {
      const gateway = parent.type === LISTENER_SET ? parentOfSet(graph, parent) : undefined;
      return `${nameOf(parent)} is not let in by ${gateway === undefined ? 'its Gateway' : nameOf(gateway)}, whose allowedListeners admit nobody of namespace ${parent.namespace}`;
    }
    case 'section':
      return listeners.length === 0
        ? `${nameOf(parent)} has no listeners`
        : `${nameOf(parent)} has only ${listeners.length === 1 ? 'listener' : 'listeners'} ${names}${
            elsewhere === undefined
              ? ''
              : `; ${elsewhere.name} is one of ${nameOf(elsewhere.owner)}, which must be the parent itself`
          }`;
    case 'port':
      return `${listeners.length === 1 ? `listener ${names} has` : `listeners ${names} have`} port ${someOf(new Set(listeners.map(({ port }) => String(port ?? '?'))))}`;
    case 'kind':
      return listeners
        .map(
          ({ name, protocol, kinds = [] }) =>
            `listener ${name} (${protocol}) takes ${kinds.length === 0 ? 'no routes' : kinds.join(' and ')}`,
        )
        .join('; ');
    case 'namespace':
      return listeners.map((one) => namespaceText(graph, route, one)).join('; ');
    case 'hostname':
      return `${someOf(listeners.map(({ name, hostname }) => `listener ${name} is for ${hostname}`))}, and the route for ${someOf(hostnamesOf(route))}`;
  }
}

function namespaceText(graph: Graph, route: Resource, { name, namespaces, owner }: Listener): string {
  const { from, selector } = namespaces;
  if (from === 'Same')
    return `listener ${name} takes routes of namespace ${owner.namespace} only (from: Same)`;
  if (from !== 'Selector') return `listener ${name} takes no routes (from: ${from})`;
  if (selector === undefined) return `listener ${name} takes routes by a selector, and has none`;
  const { labels, resource } = graph.namespaceLabels(route.namespace);
  const has = stringOf(resource?.name) === undefined ? '' : `, which has ${formatLabels(labels)}`;
  return `listener ${name} takes routes of namespaces with ${formatSelector(selector)}, not of ${route.namespace}${has}`;
}
