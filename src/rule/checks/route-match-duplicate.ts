import { addTo } from '../../base/multimap.ts';
import { gatewayTables } from '../../reach/gateway/table.ts';
import type { RouteEntry } from '../../reach/route/entry.ts';
import { describeMatch } from '../../reach/route/words.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { areCounterparts } from '../../reach/route/counterpart.ts';
import type { Check } from '../rule.ts';

/** A match that another rule has before it, so that it gets no request. */
export const check: Check = function* (route, { graph }) {
  const told = new Set<string>();
  for (const { entry, by, verdict } of shadowed(graph).get(route) ?? []) {
    const key = `${entry.at.join('.')} ${by.source.name}`;
    const same = by.source === route;
    if (told.has(key) || by.source.kind !== route.kind || sameAnswer(entry, by)) continue;
    if (!same && areCounterparts(graph, route, by.source)) continue;
    told.add(key);
    const host = entry.host === '' ? '' : ` of ${entry.host}`;
    const why = same
      ? 'as a rule before it does; it never gets one'
      : verdict === 'never'
        ? `as ${nameOf(by.source)} does, which is older; it never gets one`
        : `as ${nameOf(by.source)} does; only the older of the two gets them`;
    yield {
      at: entry.at,
      message: `${nameOf(route)} matches ${describeMatch(entry)}${host}, ${why}.`,
      related: [{ resource: by.source, at: by.at, message: `${nameOf(by.source)} has the same match here` }],
    };
  }
};

interface Shadowed {
  readonly entry: RouteEntry;
  readonly by: RouteEntry;
  readonly verdict: 'never' | 'perhaps';
}

function shadowed(graph: Graph): ReadonlyMap<Resource, readonly Shadowed[]> {
  return graph.memo('shadowed routes', () => {
    const found = new Map<Resource, Shadowed[]>();
    for (const { hosts } of gatewayTables(graph))
      for (const { shadows } of hosts.values())
        for (const [entry, { by, verdict }] of shadows) addTo(found, entry.source, { entry, by, verdict });
    return found;
  });
}

/** Twice the same is harmless. */
function sameAnswer(a: RouteEntry, b: RouteEntry): boolean {
  const text = ({ answer }: RouteEntry): string =>
    answer.does === 'forward'
      ? JSON.stringify(
          answer.targets.map(({ namespace, name, port, weight }) => [namespace, name, port, weight]),
        )
      : JSON.stringify([answer.does, answer.does === 'redirect' ? answer.redirect : '']);
  return text(a) === text(b);
}
