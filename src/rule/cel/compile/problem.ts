import { celReading } from '../../cel.ts';
import type { Checked } from '../../cel.ts';
import { namesIn } from './names.ts';
import type { Variables } from './names.ts';
import type { Shape } from './shape.ts';
import { syntaxProblem } from './unreadable.ts';

/** What an expression must give. */
export interface Wanted {
  /** In words. */
  readonly name: string;
  /** Types that may be it, as CEL names them without what is in them: `list`. */
  readonly types: ReadonlySet<string>;
  /** Whether a value of which nobody knows the type will do. */
  readonly dyn: boolean;
}

export const BOOL: Wanted = { name: 'bool', types: new Set(['bool']), dyn: false };
export const TEXT: Wanted = { name: 'string', types: new Set(['string']), dyn: false };

/** Why the API server does not compile an expression, to complete "it …"; undefined where it does, or where that is not certain. */
export function compileProblem(
  text: string,
  variables: Variables,
  wanted: Wanted | undefined,
): { readonly problem: string | undefined; readonly used: ReadonlySet<string> | undefined } {
  const reading = celReading(text);
  if (reading.is === 'open') return { problem: undefined, used: undefined };
  if (reading.is === 'refused') return { problem: syntaxProblem(text, reading.why), used: undefined };
  const { problem, used, shape } = namesIn(reading.syntax, variables);
  if (problem !== undefined) return { problem, used };
  const checked = reading.check();
  return { problem: unfit(checked) ?? (wanted && resultProblem(wanted, shape, checked)), used };
}

function resultProblem(wanted: Wanted, shape: Shape | undefined, checked: Checked): string | undefined {
  const type = shape === undefined ? ('type' in checked ? checked.type : 'dyn') : typeOfShape(shape);
  const bare = type.replace(/<.*/, '');
  // What the checker here does not know may be of any type; what only selects from an object that may be anything is dyn.
  if (bare === 'dyn' && (shape?.is !== 'dyn' || wanted.dyn)) return undefined;
  if (!TYPES.has(bare) || wanted.types.has(bare)) return undefined;
  return bare === 'dyn'
    ? `gives a value of which nobody knows the type before it is there, and must give ${wanted.name}; a comparison does`
    : `gives ${NAMES[bare] ?? bare}, and must give ${wanted.name}`;
}

function typeOfShape(shape: Shape): string {
  switch (shape.is) {
    case 'dyn':
      return 'dyn';
    case 'scalar':
    case 'many':
      return shape.type;
    case 'object':
      return 'object';
    case 'open':
      return '';
  }
}

const TYPES: ReadonlySet<string> = new Set(
  'bool int uint double string bytes list map null type object optional dyn'.split(' '),
);
const NAMES: Readonly<Record<string, string | undefined>> = {
  null: 'null',
  object: 'an object',
  list: 'a list',
  map: 'a map',
};

/** Operators and literals whose parts do not go together whatever comes (cel-go common/stdlib, HomogeneousAggregateLiterals). */
function unfit(checked: Checked): string | undefined {
  if ('type' in checked) return undefined;
  const { refused } = checked;
  const [, one, operator = '', two] = /^no such overload: (?:(\w+) )?(\S{1,2}) ?(\w+)$/.exec(refused) ?? [];
  if (
    two !== undefined &&
    PLAIN.has(two) &&
    (one === undefined || PLAIN.has(one)) &&
    !areNumbers(one, two, operator)
  )
    return one === undefined
      ? `applies ${operator} to ${two}, which it does not take`
      : `applies ${operator} to ${one} and ${two}, which it does not take`;
  const [, operand] = /^Logical operator requires bool operands, got '(\w+)'$/.exec(refused) ?? [];
  if (operand !== undefined && PLAIN.has(operand))
    return `applies a logical operator to ${operand}, and it takes bool`;
  const [, first, other] =
    /must have the same type, expected type '(\w+)' but found '(\w+)'$/.exec(refused) ?? [];
  return first !== undefined && other !== undefined && PLAIN.has(first) && PLAIN.has(other)
    ? `has ${first} and ${other} in one list, whose entries must be of one type`
    : undefined;
}

const PLAIN: ReadonlySet<string> = new Set('bool int uint double string bytes'.split(' '));
const NUMBERS: ReadonlySet<string> = new Set('int uint double'.split(' '));

/** They are compared across types. */
function areNumbers(one: string | undefined, two: string, operator: string): boolean {
  return one !== undefined && NUMBERS.has(one) && NUMBERS.has(two) && /^[<>=!]/.test(operator);
}
