import type { Path } from '../../../src/base/json.ts';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.ts';
import type { HopKind, Trace } from '../../../src/reach/trace/hop.ts';
import { withFaults } from '../../../src/rule/broken-hops.ts';
import { RULES } from '../../../src/rule/catalog.ts';
import type { CheckOptions } from '../../../src/workspace/options.ts';
import { Workspace } from '../../../src/workspace/workspace.ts';
import type { SourceFile } from '../../../src/source/file.ts';
import { promisedBy } from './promised.ts';
import type { Needed, Promised } from './promised-parts.ts';

/** What an error of a rule means for requests is data of the rule (`breaks` in rules/*.yaml). */
const BREAKS = new Map(RULES.map(({ id, breaks }) => [id, breaks]));

/** Hops that block although `check` says nothing, and why it need not. */
const UNTOLD: Readonly<Partial<Record<HopKind, string>>> = {
  egress: 'who asks is chosen by the test: nobody promised that this workload may',
  ingress: 'alike: policies close pods on purpose, and no edge says otherwise',
  dns: 'alike',
  entry:
    'no door: the Gateway or the class of the route is for other hosts, which routes and Ingresses may know',
};

export interface Verdicts {
  readonly checked: number;
  /** Requests of which one says that they pass, and the other that they do not. */
  readonly apart: readonly string[];
}

/** Whether `check` and `trace` say the same of every request that files promise. */
export function compare(files: readonly SourceFile[], options: CheckOptions): Verdicts {
  const workspace = new Workspace(options);
  const world = workspace.read(files);
  const all = promisedBy(world.graph);
  if (all.length === 0) return { checked: 0, apart: [] };
  const { diagnostics } = workspace.checkWorld(world);
  const faultsOf = workspace.faultsOf(world);
  const apart: string[] = [];
  let checked = 0;
  for (const promised of all) {
    const found = withFaults(world.graph, promised.trace(), faultsOf);
    checked++;
    const error = diagnostics.find((one) => breaks(one, promised.needs));
    if (found.verdict === 'allowed' && error !== undefined && passes(found, promised))
      apart.push(`${promised.text}: trace passes, and check says ${error.rule}: ${error.message}`);
    const silent = silentlyBlocked(found, promised, diagnostics);
    if (silent !== undefined) apart.push(`${promised.text}: check is silent, and trace says ${silent}`);
  }
  return { checked, apart };
}

/** Whether an error speaks of something that a request needs. */
function breaks({ rule, severity, place }: Diagnostic, needs: readonly Needed[]): boolean {
  const what = BREAKS.get(rule);
  if (severity !== 'error' || what === undefined) return false;
  return needs.some(({ resource: { manifest, base }, at }) => {
    const path = place.path ?? [];
    if (place.manifest !== manifest || !isWithin(path, base)) return false;
    const own = path.slice(base.length);
    return what === 'object' || (at !== undefined && (isWithin(own, at) || isWithin(at, own)));
  });
}

function isWithin(path: Path, above: Path): boolean {
  return above.every((step, index) => path[index] === step);
}

/** Another object may have taken the request: then it is one of that. */
function passes({ hops }: Trace, { source }: Promised): boolean {
  return hops.some(({ place }) => place?.resource === source);
}

function silentlyBlocked(
  found: Trace,
  { needs }: Promised,
  diagnostics: readonly Diagnostic[],
): string | undefined {
  const last = found.hops.at(-1);
  if (found.verdict !== 'blocked' || last === undefined || last.kind in UNTOLD) return undefined;
  const passed = [
    ...found.hops.flatMap(({ place }) => place?.resource ?? []),
    ...needs.map(({ resource }) => resource),
  ];
  const files = new Set(passed.map(({ manifest }) => manifest));
  const told = diagnostics.some(
    ({ severity, place, related }) =>
      severity !== 'info' &&
      [place, ...related.map((one) => one.place)].some(
        ({ manifest }) => manifest !== undefined && files.has(manifest),
      ),
  );
  return told ? undefined : `${last.kind}: ${last.message}`;
}
