import { Environment } from '@marcbachmann/cel-js';
import { analyse } from 'scslre';

/**
 * Expectations of rules, in CEL, made into code when kubeplumb is built: so that none has to be read, and no CEL loaded, when it starts.
 * What an operator does is in src/rule/expectation/operations.ts, here `O`.
 */
const environment = new Environment({ enableOptionalTypes: true, unlistedVariablesAreDyn: true });
const VARIABLES = new Set(['self', 'version']);
const TYPES = new Set(['int', 'double', 'bool', 'string', 'list', 'map', 'null_type']);
const BINARY = { '==': 'equal', '!=': 'unequal', '<': 'less', '<=': 'atMost', in: 'inside' };
const LAZY = { '&&': 'and', '||': 'or' };
const METHODS = new Set(['contains', 'startsWith']);

/** The source of a `Compiled` of src/rule/expectation/check.ts. Throws for what is no expression, or more than is known here. */
export function compiledExpectation({ when, expect, message }) {
  const parts = message
    .split(/\{\{(.*?)\}\}/s)
    .map((part, index) => (index % 2 === 0 ? JSON.stringify(part) : functionOf(part.trim())));
  return `{ ${when === undefined ? '' : `when: ${functionOf(when)}, `}expect: ${functionOf(expect)}, message: [${parts.join(', ')}] }`;
}

function functionOf(text) {
  return `(self, version) => ${codeOf(environment.parse(text).ast, VARIABLES)}`;
}

function codeOf({ op, args }, known) {
  const code = (node) => codeOf(node, known);
  if (op in BINARY) return `O.${BINARY[op]}(${args.map(code)})`;
  if (op in LAZY) return `O.${LAZY[op]}(${code(args[0])}, () => ${code(args[1])})`;
  switch (op) {
    case 'value':
      return typeof args === 'bigint' ? String(args) : JSON.stringify(args);
    case 'id':
      if (TYPES.has(args)) return JSON.stringify(args);
      if (!known.has(args)) throw new Error(`${args} is no variable`);
      return args;
    case '.':
      return `O.${isOptional(args[0]) ? 'optional' : 'field'}(${code(args[0])}, ${JSON.stringify(args[1])})`;
    case '.?':
      return `O.optional(${code(args[0])}, ${JSON.stringify(args[1])})`;
    case '>':
      return `O.less(${code(args[1])}, ${code(args[0])})`;
    case '>=':
      return `O.atMost(${code(args[1])}, ${code(args[0])})`;
    case '!_':
      return `O.not(${code(args)})`;
    case '?:':
      return `O.choose(${code(args[0])}, () => ${code(args[1])}, () => ${code(args[2])})`;
    case '[]':
      return `O.index(${code(args[0])}, ${code(args[1])})`;
    case 'list':
      return `[${args.map(code)}]`;
    case 'map':
      return `{ ${args.map(([key, value]) => `[${code(key)}]: ${code(value)}`)} }`;
    case 'call':
      return callOf(args[0], args[1], code);
    case 'rcall':
      return methodOf(args[0], args[1], args[2], known);
    default:
      throw new Error(`the operator ${op} is not known to the build`);
  }
}

function callOf(name, operands, code) {
  const [operand] = operands;
  if (name === 'size') return `O.size(${code(operand)})`;
  if (name === 'type') return `O.typeOf(${code(operand)})`;
  if (name === 'has' && operand.op === '.')
    return `O.has(${code(operand.args[0])}, ${JSON.stringify(operand.args[1])})`;
  throw new Error(`the function ${name} is not known to the build`);
}

function methodOf(name, receiver, operands, known) {
  const on = codeOf(receiver, known);
  const [operand] = operands;
  if (name === 'exists') {
    const variable = operand.args;
    return `O.exists(${on}, (${variable}) => ${codeOf(operands[1], new Set([...known, variable]))})`;
  }
  if (name === 'matches') return `O.matches(${on}, ${expressionOf(operand)})`;
  if (name === 'orValue' || METHODS.has(name)) return `O.${name}(${on}, ${codeOf(operand, known)})`;
  throw new Error(`the method ${name} is not known to the build`);
}

function isOptional({ op, args }) {
  return op === '.?' || (op === '.' && isOptional(args[0]));
}

/**
 * A regular expression of JavaScript, whose engine goes back: one that may take more than linear time is refused. What the two
 * dialects read alike is all that our rules need.
 */
function expressionOf({ op, args: pattern }) {
  if (op !== 'value' || typeof pattern !== 'string')
    throw new Error('matches() wants a text that is written out');
  const expression = new RegExp(pattern, 'u');
  const [slow] = analyse(expression, { maxReports: 1 }).reports;
  if (slow !== undefined) throw new Error(`${pattern} may take more than linear time`);
  return String(expression);
}
