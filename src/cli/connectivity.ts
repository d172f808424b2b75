import { AddressSet } from '../base/addresses.ts';
import type { AddressRange } from '../base/addresses.ts';
import { PortSet } from '../base/ports.ts';
import type { Connections } from '../reach/connectivity/connectivity.ts';
import type { Verdict } from '../reach/connectivity/explain.ts';
import { ConnectionMap } from '../reach/map/connection-map.ts';
import type { MapEnd, MapRow } from '../reach/map/connection-map.ts';
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
import { connectivityJson } from '../report/connectivity/json.ts';
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
import type { Io } from './io.ts';
import { EXIT } from './io.ts';
import { manifestOptions, readManifests, showing, tellUnread } from './manifests.ts';
import { readPorts } from './port-option.ts';
import { progressLine } from './progress.ts';
import type { ProgressLine } from './progress.ts';
import { COLOR_MODES, styleFor } from './terminal.ts';
import { nothingToCheck } from './nothing.ts';

const FORMATS = ['text', 'json', 'csv', 'dot', 'mermaid'] as const;

/** Prints who reaches whom, and gives the exit code. Throws a UsageError for a bad value. */
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
  const answer: Answer = {
    rows: { [Symbol.iterator]: () => wantedRows(map, asked, wanted, progress) },
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
    json: () => connectivityJson(answer, places),
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

/** What is asked for of a pair. */
interface Wanted {
  readonly ports: PortSet;
  readonly verdicts: ReadonlySet<Verdict>;
}

/** One after the other: a map has more pairs than memory. What is open is one value for all pairs that are alike. */
function* wantedRows(
  map: ConnectionMap,
  asked: Asked,
  wanted: Wanted,
  progress: ProgressLine,
): Iterator<AnswerRow> {
  const known = new WeakMap<Connections, Pick<AnswerRow, 'open' | 'blocked'> | undefined>();
  for (const { from, to, open } of wantedPairs(map, asked, progress)) {
    if (!known.has(open)) known.set(open, portsAsked(open, wanted));
    const ports = known.get(open);
    if (ports !== undefined) yield { from, to, ...ports };
  }
}

/** The ports of a pair that are asked for; undefined if there are none. */
function portsAsked(
  { allowed, depends }: Connections,
  { ports, verdicts }: Wanted,
): Pick<AnswerRow, 'open' | 'blocked'> | undefined {
  const kept = (verdict: Verdict, set: PortSet): PortSet =>
    verdicts.has(verdict) ? set.intersect(ports) : PortSet.none;
  const open = { allowed: kept('allowed', allowed), depends: kept('depends', depends) };
  const blocked = kept('blocked', PortSet.all.subtract(allowed).subtract(depends));
  return open.allowed.isEmpty && open.depends.isEmpty && blocked.isEmpty ? undefined : { open, blocked };
}

const ROWS_BETWEEN_SHOWS = 4096;

function* wantedPairs(map: ConnectionMap, { from, to }: Asked, progress: ProgressLine): Iterable<MapRow> {
  let count = 0;
  for (const [done, workload] of map.workloads.entries()) {
    if (from?.holds(workload) === false) continue;
    for (const row of map.pairsFrom(workload)) {
      const kept = within(row.to, to);
      if (kept !== undefined) yield { ...row, to: kept };
      if (++count % ROWS_BETWEEN_SHOWS === 0)
        progress.show('Connecting workloads', done, map.workloads.length);
    }
  }
  for (const workload of map.workloads) {
    if (to?.holds(workload) === false) continue;
    for (const row of map.pairsFromOutside(workload)) {
      const kept = within(row.from, from);
      if (kept !== undefined) yield { ...row, from: kept };
    }
  }
}

interface Asked {
  readonly from: Filter | undefined;
  readonly to: Filter | undefined;
}

/** The ends that `--from` or `--to` name. */
interface Filter {
  readonly holds: (workload: Workload) => boolean;
  readonly addresses: AddressSet;
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

/** Few large writes, each taken before the next is made: a map has many lines. Ends where nobody reads on. */
async function writeAll(pieces: Iterable<string>, { stdout }: Io, progress: ProgressLine): Promise<void> {
  let buffer = '';
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < 65_536) continue;
    progress.erase();
    stdout.write(buffer);
    buffer = '';
    if ((await stdout.taken?.()) === false) return;
  }
  progress.erase();
  stdout.write(buffer);
}
