import { nearest } from '../base/nearest.ts';
import { didYouMean } from './arguments.ts';
import type { CommandSpec, OptionSpec } from './commands.ts';
import { COMMANDS } from './commands.ts';
import { UsageError } from './usage.ts';

/** What `kubeplumb --help` prints. */
export function overview(): string {
  return page([
    [
      'kubeplumb reads Kubernetes manifests and says whether the requests they promise',
      'get through: from Ingress, Gateway or NodePort to the port of a container.',
    ],
    ['Usage: kubeplumb <command> [options]'],
    [
      'Commands:',
      ...columns(COMMANDS.map(({ name, operands, summary }) => [`${name} ${operands}`, summary])),
    ],
    [
      'Options:',
      ...columns([
        ['-h, --help', 'Show this help, or that of a command'],
        ['-V, --version', 'Show the version'],
      ]),
    ],
    [
      'Examples:',
      '  kubeplumb check',
      '  kubeplumb check --fail-on warning k8s/ overlays/*/ingress.yaml',
      '  helm template chart/ | kubeplumb check -',
    ],
  ]);
}

/** What `kubeplumb <command> --help` prints. */
export function commandHelp(command: CommandSpec): string {
  return page([
    [`${command.summary}.`],
    [`Usage: kubeplumb ${command.name} [options] ${command.operands}`],
    command.about,
    ['Options:', ...columns(command.options.map((option) => [spelled(option), option.summary]))],
    command.closing,
  ]);
}

/** Throws a UsageError for a word that is no command. */
export function helpFor(word: string | undefined): string {
  if (word === undefined) return overview();
  const command = COMMANDS.find(({ name }) => name === word);
  if (command !== undefined) return commandHelp(command);
  throw new UsageError(
    `there is no command '${word}'`,
    didYouMean(
      nearest(
        word,
        COMMANDS.map(({ name }) => name),
      ),
    ),
  );
}

function spelled({ name, short, value }: OptionSpec): string {
  const long = value === undefined ? `--${name}` : `--${name} <${value}>`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function page(paragraphs: readonly (readonly string[])[]): string {
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
