import { gatherRoutes } from '../report/routes/gather.ts';
import { locator } from '../report/locate.ts';
import { routesJson } from '../report/routes/json.ts';
import { routesMarkdown } from '../report/routes/markdown.ts';
import { routesText } from '../report/routes/text.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { Arguments } from './arguments.ts';
import { choose } from './arguments.ts';
import type { Io } from './io.ts';
import { EXIT } from './io.ts';
import { manifestOptions, readManifests, showing, tellUnread } from './manifests.ts';
import { nothingToCheck } from './nothing.ts';
import { progressLine } from './progress.ts';
import { COLOR_MODES, styleFor } from './terminal.ts';

/** Prints the route table of every host. Throws a UsageError for a bad value. */
export function runRoutes(args: Arguments, io: Io): number {
  const format = choose(args, 'format', ['text', 'json', 'markdown']);
  const style = styleFor(choose(args, 'color', COLOR_MODES), io.stdout, io.env);
  const options = manifestOptions(args);
  const progress = progressLine(io);
  const sources = readManifests(args.operands, io, progress);
  const { graph, texts } = new Workspace({ ...options, ...showing(progress) }).read(sources.files);
  progress.erase();
  tellUnread(sources, io);
  const routes = gatherRoutes(
    graph,
    (args.lists.get('host') ?? []).map((host) => host.toLowerCase()),
  );
  const places = locator(texts);
  io.stdout.write(
    {
      text: () => routesText(routes, style, places),
      json: () => routesJson(routes, places),
      markdown: () => routesMarkdown(routes, places),
    }[format](),
  );
  if (sources.unmatched.length > 0) throw nothingToCheck(sources.unmatched, io.cwd);
  return EXIT.clean;
}
