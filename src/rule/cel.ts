import type * as library from '@marcbachmann/cel-js';
import { cel } from 'kubeplumb:schemas';
import { isList, isObject } from '../base/json.ts';
import type { JsonValue } from '../base/json.ts';
import { load } from '../base/load.ts';
import { addKubernetesFunctions } from './cel-library.ts';
import { Run } from './cel/budget.ts';
import type { Budget } from './cel/budget.ts';
import { countNodes } from './cel/counted.ts';
import { withoutIndexedHas } from './cel/has.ts';
import { depthOf } from './cel/syntax.ts';
import type { Node } from './cel/syntax.ts';

/** What an expression gave: a value, or why it could not be evaluated. */
export type Outcome = { readonly value: unknown } | { readonly error: string };
export type Variables = Readonly<Record<string, unknown>>;

/** Evaluates within what the API server spends on one expression, and within what `budget` has left. */
export type Program = (variables: Variables, budget?: Budget) => Outcome;

let made: library.Environment | undefined;

/** Loaded at the first expression: most inputs have none. */
function environment(): library.Environment {
  if (made === undefined) {
    const { Environment } = load(cel) as typeof library;
    const plain = new Environment({ enableOptionalTypes: true, unlistedVariablesAreDyn: true });
    made = addKubernetesFunctions(plain);
  }
  return made;
}

/** Compiled at the first use. */
export function celProgram(text: string): Program {
  let compiled: Compiled | undefined;
  return (variables, budget) => {
    const exhausted = budget?.exhausted;
    if (exhausted !== undefined) return { error: exhausted };
    compiled ??= compile(text);
    if (typeof compiled === 'string') return { error: compiled };
    const run = new Run();
    const outcome = compiled(variables, run);
    budget?.spend(run.cost, run.steps);
    return budget?.exhausted === undefined ? outcome : { error: budget.exhausted };
  };
}

/** Or why it cannot be compiled. */
type Compiled = ((variables: Variables, run: Run) => Outcome) | string;

/** What an expression is made of; undefined for one that cannot be read. */
export function celSyntax(text: string): Node | undefined {
  try {
    const parsed = parse(text);
    return typeof parsed === 'string' ? undefined : (parsed.ast as unknown as Node);
  } catch {
    return undefined;
  }
}

/** Or why it is too much to read. Throws for what is no expression. */
function parse(text: string): library.ParseResult | string {
  if (text.length > LONGEST) return `it has ${text.length} characters; the API server reads ${LONGEST}`;
  const parsed = environment().parse(withoutIndexedHas(text) ?? text);
  return depthOf(parsed.ast as unknown as Node) > DEEPEST ? NESTED : parsed;
}

function compile(text: string): Compiled {
  try {
    const parsed = parse(text);
    if (typeof parsed === 'string') return parsed;
    const root = parsed.ast as unknown as Node;
    const { valid, error } = parsed.check();
    if (!valid) return reasonOf(error);
    let current = new Run();
    countNodes(root, () => current, text);
    return (variables, run) => {
      current = run;
      try {
        const value: unknown = parsed(variables);
        return run.stopped === undefined ? { value } : { error: run.stopped };
      } catch (error) {
        return { error: run.stopped ?? reasonOf(error) };
      }
    };
  } catch (error) {
    return reasonOf(error);
  }
}

/** Of characters (cel-go parser/parser.go expressionSizeCodePointLimit). */
const LONGEST = 100_000;
/** Of nodes below each other: a chain of operators is one, too, so that this is more than any nesting the API server reads. */
const DEEPEST = 1_000;
const NESTED = 'it is nested too deeply to be read here';

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return NESTED;
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return first;
}

/** Several expressions look at one object; its CEL form is made once, and lives as long as it does. */
const converted = new WeakMap<object, unknown>();

/** Integers are CEL ints, objects maps. */
export function celValue(value: JsonValue | undefined): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (!isList(value) && !isObject(value)) return value;
  let cel = converted.get(value);
  if (cel === undefined) {
    cel = isList(value)
      ? value.map(celValue)
      : new Map(Object.entries(value).map(([key, entry]) => [key, celValue(entry)]));
    converted.set(value, cel);
  }
  return cel;
}
