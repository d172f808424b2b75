import { blocksOf } from '../../base/addresses.ts';
import { formatCidr } from '../../base/cidr.ts';
import { formatPath } from '../../base/json.ts';
import { PROTOCOLS } from '../../base/ports.ts';
import type { PortSet } from '../../base/ports.ts';
import type { Exposure } from '../../reach/map/exposure.ts';
import type { MapReason } from '../../reach/map/reasons.ts';
import { identityOf, placeOf } from '../../diagnostic/place.ts';
import { jsonText } from '../escape/json.ts';
import type { Locator } from '../locate.ts';
import type { Answer, GroupEnd } from './answer.ts';
import { groupName } from './group-name.ts';
import { entriesOf, portsOf } from './entry.ts';
import type { Entry } from './entry.ts';

/** Version 1 of `schemas/connectivity.schema.json`, in pieces: the map of a large cluster is longer than a text can be. */
export function* connectivityJson(
  { rows, exposures, because, notes }: Answer,
  places: Locator,
): Iterable<string> {
  yield '{\n  "version": 1,\n  "connections": [';
  let first = true;
  for (const row of rows) {
    for (const entry of entriesOf(row)) {
      const reasons = because?.(row, entry.ports).map((reason) => jsonReason(reason, places));
      yield `${first ? '' : ','}\n    ${jsonText({ ...jsonEntry(entry), ...(reasons && { because: reasons }) })}`;
      first = false;
    }
  }
  yield first ? ']' : '\n  ]';
  if (exposures !== undefined) {
    const all = exposures.map((one) => `\n    ${jsonText(jsonExposure(one, places))}`);
    yield `,\n  "exposure": [${all.join(',')}${all.length > 0 ? '\n  ' : ''}]`;
  }
  yield `,\n  "notes": ${jsonText(notes)}\n}\n`;
}

/** Version 1 of `schemas/connectivity-groups.schema.json`: each group once, and what is open between two of them. */
export function* groupedJson({ groupRows, groups, notes }: Answer): Iterable<string> {
  yield '{\n  "version": 1,\n  "groups": [';
  yield groups
    .map((group) => {
      const workloads = group.workloads.map(({ name }) => name);
      const named = { name: groupName(group), workloads, reachesItself: group.reachesItself };
      return `\n    ${jsonText(named)}`;
    })
    .join(',');
  yield `${groups.length > 0 ? '\n  ' : ''}],\n  "connections": [`;
  const name = (end: GroupEnd): readonly string[] =>
    'outside' in end
      ? blocksOf(end.outside).map((block) => `external/${formatCidr(block)}`)
      : [groupName(end)];
  let first = true;
  for (const row of groupRows) {
    for (const [verdict, ports] of portsOf(row)) {
      for (const from of name(row.from)) {
        for (const to of name(row.to)) {
          const entry = { ...jsonEntry({ from, to, ports, verdict }), pairs: row.pairs };
          yield `${first ? '' : ','}\n    ${jsonText(entry)}`;
          first = false;
        }
      }
    }
  }
  yield `${first ? ']' : '\n  ]'},\n  "notes": ${jsonText(notes)}\n}\n`;
}

/** A connection as `connectivity` and `diff` print it. */
export function jsonEntry({ from, to, ports, verdict }: Entry): {
  readonly from: string;
  readonly to: string;
  readonly ports: JsonPorts;
  readonly verdict: Entry['verdict'];
} {
  return { from, to, ports: jsonPorts(ports), verdict };
}

/** Ranges by protocol, both ends inclusive. */
export type JsonPorts = Readonly<Record<string, readonly (readonly [number, number])[]>>;

export function jsonPorts(ports: PortSet): JsonPorts {
  const ranges = ports.ranges();
  return Object.fromEntries(
    PROTOCOLS.flatMap((protocol) => {
      const own = ranges
        .filter((range) => range.protocol === protocol)
        .map(({ first, last }) => [first, last] as const);
      return own.length === 0 ? [] : [[protocol, own]];
    }),
  );
}

function jsonReason({ direction, message, policy, path }: MapReason, places: Locator): object {
  return {
    direction,
    message,
    ...(policy === undefined
      ? {}
      : { resource: identityOf(policy), path: formatPath(path), ...at(policy, path, places) }),
  };
}

function jsonExposure(
  { workload, direction, peers, ports, verdict, rule }: Exposure,
  places: Locator,
): object {
  return {
    workload: workload.name,
    direction,
    peers,
    ports,
    verdict,
    ...(rule === undefined
      ? {}
      : {
          policy: identityOf(rule.policy),
          path: formatPath(rule.path),
          ...at(rule.policy, rule.path, places),
        }),
  };
}

function at(
  policy: Parameters<typeof placeOf>[0],
  path: Parameters<typeof placeOf>[1],
  places: Locator,
): object {
  const { file, range } = places.locate(placeOf(policy, path, 'value'));
  return { file, range };
}
