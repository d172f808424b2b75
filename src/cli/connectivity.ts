import { AddressSet } from '../base/addresses.ts';
import type { AddressRange } from '../base/addresses.ts';
import { PortSet } from '../base/ports.ts';
import type { Verdict } from '../reach/connectivity/explain.ts';
import type { Connections } from '../reach/connectivity/connectivity.ts';
import { ConnectionMap } from '../reach/map/connection-map.ts';
import type { MapEnd } from '../reach/map/connection-map.ts';
import { exposureOf } from '../reach/map/exposure.ts';
import { Networks } from '../reach/map/networks.ts';
import type { NamedEnd } from '../reach/map/named-end.ts';
import { reasonsOf } from '../reach/map/reasons.ts';
import type { Workload } from '../reach/map/workload.ts';
import { foreignPolicies } from '../reach/policy/other-policies.ts';
import type { Graph } from '../reference/graph.ts';
import type { Answer, AnswerRow } from '../report/connectivity/answer.ts';
import { connectivityCsv } from '../report/connectivity/csv.ts';
import { connectivityDot } from '../report/connectivity/dot.ts';
import { connectivityJson, groupedJson } from '../report/connectivity/json.ts';
import { connectivityMermaid } from '../report/connectivity/mermaid.ts';
import { connectivityText } from '../report/connectivity/text.ts';
import { visible } from '../report/escape/terminal.ts';
import { locator } from '../report/locate.ts';
import { nameOf } from '../resource/resource.ts';
import { refusedIn } from '../workspace/refused.ts';
import type { World } from '../workspace/workspace.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { Arguments } from './arguments.ts';
import { choose, chooseAll } from './arguments.ts';
import { endNamed } from './end-option.ts';
import { groupRows, groupsIn } from './group-rows.ts';
import type { Asked, Filter, Kept } from './group-rows.ts';
import type { Io } from './io.ts';
import { EXIT } from './io.ts';
import { manifestOptions, readManifests, showing, tellUnread } from './manifests.ts';
import { readPorts } from './port-option.ts';
import { progressLine } from './progress.ts';
import type { ProgressLine } from './progress.ts';
import { UsageError } from './usage.ts';
import { COLOR_MODES, styleFor } from './terminal.ts';
import { nothingToCheck } from './nothing.ts';

const FORMATS = ['text', 'json', 'csv', 'dot', 'mermaid'] as const;

/** Prints who reaches whom, and returns the exit code. Throws a UsageError for a bad value. */
export async function runConnectivity(args: Arguments, io: Io): Promise<number> {
  const format = choose(args, 'format', FORMATS);
  const style = styleFor(choose(args, 'color', COLOR_MODES), io.stdout, io.env);
  const options = manifestOptions(args);
  const progress = progressLine(io);
  const sources = readManifests(args.operands, io, progress);
  const world = new Workspace({ ...options, ...showing(progress) }).read(sources.files);
  const map = new ConnectionMap(world.graph);
  const asked = {
    from: filterOf(world.graph, args.lists.get('from'), options.namespace),
    to: filterOf(world.graph, args.lists.get('to'), options.namespace),
  };
  const ports = args.lists.get('port')?.map(readPorts);
  const named = chooseAll(args, 'verdict', VERDICTS);
  const verdicts = named.length === 0 ? undefined : named;
  const explain = args.switches.has('explain');
  const wanted = {
    ports: ports?.reduce((all, one) => all.union(one)) ?? PortSet.all,
    verdicts: new Set(verdicts ?? (explain && WITH_REASONS.has(format) ? VERDICTS : OPEN)),
  };
  const kept = keeping(wanted);
  const answerRows = { [Symbol.iterator]: () => wantedRows(map, asked, kept, progress) };
  const isGrouped = args.switches.has('grouped');
  if (isGrouped && format === 'csv')
    throw new UsageError('--grouped speaks of groups, and csv of pairs; use --format json');
  if (isGrouped && explain)
    throw new UsageError('--explain speaks of pairs, and --grouped of groups; leave one of them out');
  const grouped =
    format === 'csv' || (format === 'json' && !isGrouped) ? [] : [...groupRows(map, asked, kept)];
  const answer: Answer = {
    rows: answerRows,
    groupRows: grouped,
    groups: groupsIn(grouped),
    because: explain ? (row, some) => reasonsOf(world.graph, row, some) : undefined,
    verdicts,
    exposures: args.switches.has('exposure')
      ? askedWorkloads(map, asked).flatMap((workload) => exposureOf(world.graph, workload))
      : undefined,
    notes: notesOf(world),
  };
  const places = locator(world.texts);
  progress.erase();
  tellUnread(sources, io);
  const pieces = {
    text: () =>
      connectivityText(answer, { style, width: io.stdout.columns, places, workloads: map.workloads }),
    json: () => (isGrouped ? groupedJson(answer) : connectivityJson(answer, places)),
    csv: () => connectivityCsv(answer),
    dot: () => connectivityDot(answer),
    mermaid: () => connectivityMermaid(answer),
  }[format]();
  await writeAll(pieces, io, progress);
  if (format !== 'json') for (const note of answer.notes) io.stderr.write(`note: ${visible(note)}\n`);
  if (sources.unmatched.length > 0) throw nothingToCheck(sources.unmatched, io.cwd);
  return EXIT.clean;
}

const VERDICTS = ['allowed', 'depends', 'blocked'] as const;
const OPEN: readonly Verdict[] = ['allowed', 'depends'];
/** Formats that say why, also why something is closed. */
const WITH_REASONS: ReadonlySet<string> = new Set(['text', 'json']);

/** The ports of a pair that are asked for; undefined if there are none. Equal pairs are asked once. */
function keeping({
  ports,
  verdicts,
}: {
  readonly ports: PortSet;
  readonly verdicts: ReadonlySet<Verdict>;
}): Kept {
  const only = (verdict: Verdict, set: () => PortSet): PortSet =>
    verdicts.has(verdict) ? set().intersect(ports) : PortSet.none;
  const known = new WeakMap<Connections, { readonly ports: ReturnType<Kept> }>();
  return (connections) => {
    const before = known.get(connections);
    if (before !== undefined) return before.ports;
    const { allowed, depends } = connections;
    const open = { allowed: only('allowed', () => allowed), depends: only('depends', () => depends) };
    const blocked = only('blocked', () => PortSet.all.subtract(allowed).subtract(depends));
    const isEmpty = open.allowed.isEmpty && open.depends.isEmpty && blocked.isEmpty;
    const kept = isEmpty ? undefined : { open, blocked };
    known.set(connections, { ports: kept });
    return kept;
  };
}

function* wantedRows(
  map: ConnectionMap,
  { from, to }: Asked,
  kept: Kept,
  progress: ProgressLine,
): Generator<AnswerRow> {
  for (const [done, workload] of map.workloads.entries()) {
    if (from?.holds(workload) === false) continue;
    progress.show('Connecting workloads', done, map.workloads.length);
    for (const row of map.pairsFrom(workload)) {
      const ports = kept(row.open);
      const end = ports && within(row.to, to);
      if (ports !== undefined && end !== undefined) yield { from: row.from, to: end, ...ports };
    }
  }
  for (const workload of map.workloads) {
    if (to?.holds(workload) === false) continue;
    for (const row of map.pairsFromOutside(workload)) {
      const ports = kept(row.open);
      const end = ports && within(row.from, from);
      if (ports !== undefined && end !== undefined) yield { from: end, to: row.to, ...ports };
    }
  }
}

/** Undefined without names: all ends are wanted. */
function filterOf(
  graph: Graph,
  names: readonly string[] | undefined,
  home: string | undefined,
): Filter | undefined {
  if (names === undefined) return undefined;
  const ends = names.map((name) => endNamed(graph, name, 'workload', home));
  const owners = new Set(ends.flatMap((end) => workloadNames(graph, end)));
  return {
    holds: ({ resource }) => owners.has(resource),
    addresses: AddressSet.of(ends.flatMap(rangesOf)),
  };
}

function workloadNames(graph: Graph, end: NamedEnd): readonly object[] {
  if (end.is === 'workload') return [end.workload.resource];
  if (end.is !== 'service') return [];
  const { sure, possible } = graph.podsBehind(end.service);
  return [...sure, ...possible].map(({ owner }) => owner);
}

function rangesOf(end: NamedEnd): readonly AddressRange[] {
  if (end.is === 'internet') return AddressSet.all.ranges();
  if (end.is === 'block') return [end.block];
  if (end.is !== 'address') return [];
  const { family, value } = end.address;
  return [{ family, first: value, last: value }];
}

function within(end: MapEnd, filter: Filter | undefined): MapEnd | undefined {
  if (filter === undefined) return end;
  if ('workload' in end) return filter.holds(end.workload) ? end : undefined;
  const outside = end.outside.intersect(filter.addresses);
  return outside.isEmpty ? undefined : { outside };
}

/** Those that are named; all of them where none is. */
function askedWorkloads(map: ConnectionMap, { from, to }: Asked): readonly Workload[] {
  if (from === undefined && to === undefined) return map.workloads;
  return map.workloads.filter((workload) => [from, to].some((filter) => filter?.holds(workload) === true));
}

/** More notes of one kind than these help nobody. */
const MOST = 5;

/** Objects that no cluster takes, and what is made of them here. */
function refusalNotes(world: World): readonly string[] {
  const refused = refusedIn(world);
  const more = refused.length - MOST;
  return [
    ...refused
      .slice(0, MOST)
      .map(
        ({ name, reason, isPolicy }) =>
          `The API server refuses ${name}, which is ${isPolicy ? 'evaluated without the parts that mean nothing' : 'shown all the same'}: ${reason}`,
      ),
    ...(more > 0 ? [`The API server refuses ${more} more; 'kubeplumb check' says why.`] : []),
  ];
}

function notesOf(world: World): readonly string[] {
  const { graph, loaded } = world;
  const foreign = foreignPolicies(graph);
  const [first, ...others] = foreign;
  return [
    ...refusalNotes(world),
    ...Networks.of(graph).notes(),
    ...(first === undefined
      ? []
      : [
          `${nameOf(first)}${others.length === 0 ? ' is' : ` and ${others.length} more are`} not evaluated: connections may be fewer, or more.`,
        ]),
    ...(loaded.unreadable.length === 0
      ? []
      : [
          `${loaded.unreadable.length} document${loaded.unreadable.length === 1 ? '' : 's'} could not be read as manifests; 'kubeplumb check' says why.`,
        ]),
  ];
}

/** Few large writes, no faster than they are read, and none when nobody reads any more: a map has many lines. */
async function writeAll(pieces: Iterable<string>, { stdout }: Io, progress: ProgressLine): Promise<void> {
  let buffer = '';
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length <= 65_536) continue;
    progress.erase();
    stdout.write(buffer);
    buffer = '';
    if ((await stdout.ready?.()) === false) return;
  }
  progress.erase();
  stdout.write(buffer);
}
