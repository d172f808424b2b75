import type { Trace } from '../reach/trace/hop.ts';
import { homeOf, requestTrace, trace } from '../reach/trace/trace.ts';
import { locator } from '../report/locate.ts';
import { traceJson } from '../report/trace/json.ts';
import { traceText } from '../report/trace/text.ts';
import { withFaults } from '../rule/broken-hops.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { Arguments } from './arguments.ts';
import { choose, helpOf } from './arguments.ts';
import { TRACE } from './commands.ts';
import type { Io } from './io.ts';
import { EXIT } from './io.ts';
import { manifestOptions, readManifests, showing, tellUnread } from './manifests.ts';
import { nothingToCheck } from './nothing.ts';
import { progressLine } from './progress.ts';
import { COLOR_MODES, styleFor } from './terminal.ts';
import { sourceOf, targetOf } from './traced-end.ts';
import { isUrl, readRequest } from './traced-url.ts';
import { UsageError } from './usage.ts';

/** Prints one request hop by hop, and returns whether it gets through. Throws a UsageError for a bad value. */
export function runTrace(args: Arguments, io: Io): number {
  const [from, to, more] = args.operands;
  if (from === undefined || to === undefined || more !== undefined)
    throw new UsageError('a trace needs two ends: kubeplumb trace <from> <to>', [
      'Manifests are named with --path; none means this folder.',
      ...helpOf(TRACE),
    ]);
  const format = choose(args, 'format', ['text', 'json']);
  const style = styleFor(choose(args, 'color', COLOR_MODES), io.stdout, io.env);
  const options = manifestOptions(args);
  const progress = progressLine(io);
  const sources = readManifests(args.lists.get('path') ?? [], io, progress);
  const workspace = new Workspace({ ...options, ...showing(progress) });
  const world = workspace.read(sources.files);
  const { graph, texts } = world;
  progress.erase();
  tellUnread(sources, io);
  if (sources.unmatched.length > 0) throw nothingToCheck(sources.unmatched, io.cwd);
  const source = sourceOf(graph, from, options.namespace);
  const asked = isUrl(to)
    ? requestTrace(graph, source, readRequest(to, args), options.namespace)
    : trace(graph, source, targetOf(graph, to, options.namespace, homeOf(source)));
  const found = withFaults(graph, asked, workspace.faultsOf(world));
  const places = locator(texts);
  io.stdout.write(
    format === 'json'
      ? traceJson(found, places)
      : traceText(found, { from, to, style, places, width: io.stdout.columns }),
  );
  return exitOf(found);
}

/** Where backends share the requests, a part that fails is no answer to whether this one does. */
function exitOf({ verdict, shares }: Trace): number {
  if (verdict === 'allowed') return EXIT.clean;
  return verdict === 'blocked' && shares === undefined ? EXIT.found : EXIT.untold;
}
