import { parseArgs } from 'node:util';
import { addTo } from '../base/multimap.ts';
import { nearest } from '../base/nearest.ts';
import type { CommandSpec, OptionSpec } from './commands.ts';
import { UsageError } from './usage.ts';

/** The arguments of one command, known to be options that it has. */
export interface Arguments {
  readonly operands: readonly string[];
  /** Of an option given twice, the last counts. */
  readonly values: ReadonlyMap<string, string>;
  /** Every value of the options that may be repeated, in order. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly switches: ReadonlySet<string>;
}

/** Throws a UsageError for what the command does not have. */
export function parseArguments(argv: readonly string[], command: CommandSpec): Arguments {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      command.options.map(({ name, short, value }) => [name, parserOption(short, value)]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const operands: string[] = [];
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  const switches = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = command.options.find(({ name }) => name === token.name);
    if (option === undefined) throw unknownOption(token.rawName, command);
    if (option.value === undefined) {
      if (token.value !== undefined)
        throw new UsageError(`option '--${option.name}' takes no value`, helpOf(command));
      switches.add(option.name);
    } else {
      const value = valueOf(option, token.value, token.inlineValue === true, command);
      if (option.repeatable === true) addTo(lists, option.name, value);
      else values.set(option.name, value);
    }
  }
  return { operands, values, lists, switches };
}

/** The option's value if it is one of the choices, the first choice if it was not given. */
export function choose<const T extends string>(
  args: Arguments,
  option: string,
  choices: readonly [T, ...T[]],
): T {
  const value = args.values.get(option);
  return value === undefined ? choices[0] : chosen(value, option, choices);
}

/** The values of an option that may be repeated, each one of the choices. */
export function chooseAll<const T extends string>(
  args: Arguments,
  option: string,
  choices: readonly [T, ...T[]],
): readonly T[] {
  return (args.lists.get(option) ?? []).map((value) => chosen(value, option, choices));
}

function chosen<T extends string>(value: string, option: string, choices: readonly [T, ...T[]]): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const others = choices.slice(0, -1).join(', ');
  throw new UsageError(`'${value}' is no value for '--${option}'`, [
    ...didYouMean(nearest(value, choices)),
    `It takes ${others === '' ? '' : `${others} or `}${choices.at(-1) ?? ''}.`,
  ]);
}

export function helpOf(command: CommandSpec): readonly string[] {
  return [`See 'kubeplumb ${command.name} --help'.`];
}

export function didYouMean(word: string | undefined): readonly string[] {
  return word === undefined ? [] : [`Did you mean '${word}'?`];
}

type ParserOption = { type: 'string' | 'boolean' } | { type: 'string' | 'boolean'; short: string };

function parserOption(short: string | undefined, value: string | undefined): ParserOption {
  const type = value === undefined ? 'boolean' : 'string';
  return short === undefined ? { type } : { type, short };
}

/** An option that follows is not taken for a value unless it is joined with `=`. */
function valueOf(
  option: OptionSpec,
  value: string | undefined,
  joined: boolean,
  command: CommandSpec,
): string {
  const missing = value === undefined || (!joined && value.startsWith('-') && value !== '-');
  if (missing || value === '') {
    throw new UsageError(
      `option '--${option.name}' needs a value: --${option.name} <${option.value ?? ''}>`,
      helpOf(command),
    );
  }
  return value;
}

function unknownOption(raw: string, command: CommandSpec): UsageError {
  const names = command.options.map(({ name }) => name);
  const word = raw.replace(/^-+/, '');
  const likely =
    nearest(word, names) ??
    names.find((name) => word.length > 2 && (name.includes(word) || word.includes(name)));
  return new UsageError(`unknown option '${raw}'`, [
    ...didYouMean(likely === undefined ? undefined : `--${likely}`),
    ...helpOf(command),
  ]);
}
