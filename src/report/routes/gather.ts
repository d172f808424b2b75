import type { Path } from '../../base/json.ts';
import { allRoutes, attachmentsOf } from '../../reach/gateway/attachment.ts';
import { refusalText } from '../../reach/gateway/refusal.ts';
import { canaryPaths } from '../../reach/ingress/canary.ts';
import { requestsTo } from '../../reach/ingress/ingress.ts';
import { doors } from '../../reach/route/doors.ts';
import type { RouteAnswer, RouteEntry, Shadow } from '../../reach/route/entry.ts';
import { patternsFor } from '../../reach/route/host.ts';
import { describeRedirect } from '../../reach/route/redirect.ts';
import { hostsInOrder } from '../../reach/route/table.ts';
import type { HostRoutes, RouteTable } from '../../reach/route/table.ts';
import { describeMatch, percent } from '../../reach/route/words.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';

/** All that `routes` prints. */
export interface Routes {
  readonly doors: readonly { readonly table: RouteTable; readonly hosts: readonly HostRoutes[] }[];
  readonly leftOut: readonly LeftOut[];
}

/** Something that was written to get requests, and that no door takes. */
export interface LeftOut {
  readonly resource: Resource;
  readonly at: Path;
  /** Without a full stop. */
  readonly message: string;
}

/** `hosts`: only tables of patterns that cover one of them; none means all. */
export function gatherRoutes(graph: Graph, hosts: readonly string[]): Routes {
  const shown = doors(graph).map((table) => ({
    table,
    hosts: hostsInOrder(table)
      .filter(({ entries }) => entries.length > 0)
      .filter(wanted(table, hosts)),
  }));
  return {
    doors: shown.filter((door) => door.hosts.length > 0),
    leftOut:
      hosts.length > 0 ? [] : [...leftOutPaths(graph), ...refusedRoutes(graph), ...droppedCanaries(graph)],
  };
}

function wanted({ reach }: RouteTable, hosts: readonly string[]): (routes: HostRoutes) => boolean {
  if (hosts.length === 0) return () => true;
  const patterns = new Set(hosts.flatMap((host) => patternsFor(host, reach)));
  return ({ host }) => patterns.has(host);
}

function leftOutPaths(graph: Graph): readonly LeftOut[] {
  return doors(graph).flatMap(({ leftOut = [] }) =>
    leftOut.map(({ resource, at, host, path, why }): LeftOut => ({
      resource,
      at,
      message: `${nameOf(resource)}, ${host === '' ? 'all hosts, ' : host}${path.value === '' ? '/' : path.value}, is left out: ${why}`,
    })),
  );
}

function refusedRoutes(graph: Graph): readonly LeftOut[] {
  return allRoutes(graph).flatMap((route) =>
    attachmentsOf(graph, route).flatMap(({ at, refusal, parent }): readonly LeftOut[] =>
      refusal === undefined || parent === undefined
        ? []
        : [
            {
              resource: route,
              at,
              message: `${nameOf(route)} is not attached to ${nameOf(parent)} (${refusal.reason}): ${refusalText(graph, route, parent, refusal)}`,
            },
          ],
    ),
  );
}

function droppedCanaries(graph: Graph): readonly LeftOut[] {
  return [...canaryPaths(graph).values()]
    .flat()
    .flatMap(({ canary, path, primary, same }): readonly LeftOut[] =>
      primary !== undefined && !same
        ? []
        : [
            {
              resource: canary,
              at: path.at,
              message: `${nameOf(canary)} is a canary of ${requestsTo(path)}, ${same ? 'and leads where its primary does' : 'which no other Ingress has with this pathType'}`,
            },
          ],
    );
}

/** One row in words. */
export interface RouteRow {
  readonly entry: RouteEntry;
  readonly shadow: Shadow | undefined;
  readonly match: string;
  readonly answer: string;
}

export function rowsOf({ entries, shadows }: HostRoutes): readonly RouteRow[] {
  return entries.map((entry) => ({
    entry,
    shadow: shadows.get(entry),
    match: describeMatch(entry),
    answer: answerText(entry.answer),
  }));
}

function answerText(answer: RouteAnswer): string {
  if (answer.does === 'redirect') return `redirect to ${describeRedirect(answer.redirect)}`;
  if (answer.does === 'answer') return answer.says;
  if (answer.does === 'fail') return answer.says.replace(/^get /, '');
  const many = answer.targets.length > 1;
  const texts = answer.targets.map(({ namespace, name, port, weight, broken, only, kind }) => {
    const called = kind === 'Service' ? qualified(namespace, name) : name;
    const share = many ? `${percent(weight)} ` : '';
    const when = only === undefined ? '' : ` (all with ${only})`;
    const fault = broken === undefined ? '' : ' (500)';
    return `${share}${called}${port === undefined || kind === 'other' ? '' : `:${port}`}${when}${fault}`;
  });
  return texts.length === 0 ? "an extension's" : texts.join(', ');
}
