import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearest } from '../base/nearest.ts';
import { visible } from '../report/escape/terminal.ts';
import { reasonOf } from '../secret/error.ts';
import { withoutUserInfo } from '../secret/user-info.ts';
import type { Arguments } from './arguments.ts';
import { didYouMean, parseArguments } from './arguments.ts';
import type { CommandSpec } from './commands.ts';
import { CHECK, COMMANDS, CONNECTIVITY, DIFF, ROUTES, RULES, TRACE } from './commands.ts';
import { commandHelp, helpFor, overview } from './help.ts';
import type { Io, Output } from './io.ts';
import { EXIT } from './io.ts';
import { styleFor } from './terminal.ts';
import { UsageError } from './usage.ts';

/** Runs the command that `argv` (without node and script) names, and returns the exit code. Never throws. */
export async function run(argv: readonly string[], given: Io): Promise<number> {
  const io = { ...given, stdout: withoutSecrets(given.stdout), stderr: withoutSecrets(given.stderr) };
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (error instanceof UsageError) reportUsage(error, io);
    else reportCrash(error, io);
    return EXIT.failed;
  }
}

/** Whatever is printed, and whoever prints it: no user information of a URL, be it from a file or from the command line. */
function withoutSecrets(output: Output): Output {
  return {
    ...output,
    write: (text) => {
      output.write(withoutUserInfo(text));
    },
  };
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const [first, ...rest] = argv;
  switch (first) {
    case undefined:
      io.stderr.write(overview());
      return EXIT.failed;
    case 'help':
      return print(helpFor(rest[0]), io);
    case '-h':
    case '--help':
      return print(overview(), io);
    case '-V':
    case '--version':
      return print(`kubeplumb ${io.version}\n`, io);
    // Loaded when they are asked for: help and version need no rule and no parser.
    case CHECK.name:
      return withHelp(CHECK, rest, io, async (args) => (await import('./check.ts')).runCheck(args, io));
    case TRACE.name:
      return withHelp(TRACE, rest, io, async (args) => (await import('./trace.ts')).runTrace(args, io));
    case ROUTES.name:
      return withHelp(ROUTES, rest, io, async (args) => (await import('./routes.ts')).runRoutes(args, io));
    case CONNECTIVITY.name:
      return withHelp(CONNECTIVITY, rest, io, async (args) =>
        (await import('./connectivity.ts')).runConnectivity(args, io),
      );
    case DIFF.name:
      return withHelp(DIFF, rest, io, async (args) => (await import('./diff.ts')).runDiff(args, io));
    case RULES.name:
      return withHelp(RULES, rest, io, async (args) => (await import('./rules.ts')).runRules(args, io));
    default:
      throw unknownCommand(first, argv, io.cwd);
  }
}

async function withHelp(
  command: CommandSpec,
  argv: readonly string[],
  io: Io,
  start: (args: Arguments) => Promise<number>,
): Promise<number> {
  const args = parseArguments(argv, command);
  return args.switches.has('help') ? print(commandHelp(command), io) : start(args);
}

function print(text: string, io: Io): number {
  io.stdout.write(text);
  return EXIT.clean;
}

function unknownCommand(word: string, argv: readonly string[], cwd: string): UsageError {
  const names = COMMANDS.map(({ name }) => name);
  if (word === '-' || existsSync(resolve(cwd, word))) {
    return new UsageError(
      `'${word}' is a path, not a command`,
      didYouMean(`kubeplumb check ${argv.join(' ')}`),
    );
  }
  if (word.startsWith('-')) {
    return new UsageError(`expected a command before '${word}'`, [
      ...didYouMean(`kubeplumb check ${argv.join(' ')}`),
      SEE_HELP,
    ]);
  }
  return new UsageError(`unknown command '${word}'`, [...didYouMean(nearest(word, names)), SEE_HELP]);
}

const SEE_HELP = "See 'kubeplumb --help'.";

function reportUsage(error: UsageError, { stderr, env }: Io): void {
  const style = styleFor('auto', stderr, env);
  const hints = error.hints.map((hint) => `  ${visible(hint)}\n`).join('');
  stderr.write(`${style.error('error:')} ${style.strong(visible(error.message))}\n${hints}`);
}

/** Says on stderr that the program, not its user, has failed, with what a report of the bug needs. */
export function reportCrash(
  error: unknown,
  { stderr, env, version }: Pick<Io, 'stderr' | 'env' | 'version'>,
): void {
  const style = styleFor('auto', stderr, env);
  const what =
    error instanceof Error ? `${error.name}: ${reasonOf(error)}\n${callsOf(error)}` : reasonOf(error);
  const lines = what.split('\n').map((line) => visible(line));
  stderr.write(
    `${style.error('internal error:')} ${lines.join('\n')}\n\n` +
      'This is a bug in kubeplumb, not in your manifests. Please report it with the lines above and with:\n' +
      `  kubeplumb ${version}, Node ${process.version}, ${process.platform} ${process.arch}\n`,
  );
}

/** The lines of its stack, without the message above them. */
function callsOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n');
}
