import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { celSyntax } from '../../../src/rule/cel.ts';
import { estimatedCost } from '../../../src/rule/cel/estimate/estimate.ts';
import { typeOfSchema } from '../../../src/rule/cel/estimate/type.ts';

function costOf(rule: string, schema: JsonObject): number | undefined {
  const [syntax, type] = [celSyntax(rule), typeOfSchema(schema)];
  return syntax === undefined || type === undefined ? undefined : estimatedCost(syntax, type);
}

type Make = (most?: number) => JsonObject;

const INT_OR_STRING: JsonObject = { 'x-kubernetes-int-or-string': true };
const FORMATS = new Set(['duration', 'date', 'date-time']);

function primitive(name: string): JsonObject {
  if (name === 'int-or-string') return INT_OR_STRING;
  return FORMATS.has(name) ? { type: 'string', format: name } : { type: name };
}

function arrayOf(items: JsonObject | string): Make {
  return (maxItems) => ({
    type: 'array',
    items: typeof items === 'string' ? primitive(items) : items,
    maxItems,
  });
}

function mapOf(items: JsonObject | string): Make {
  return (maxProperties) => ({
    type: 'object',
    additionalProperties: typeof items === 'string' ? primitive(items) : items,
    maxProperties,
  });
}

const string: Make = (maxLength) => ({ type: 'string', maxLength });
const bytes: Make = (maxLength) => ({ type: 'string', format: 'byte', maxLength });
const enumeration: Make = (maxLength) => ({ type: 'string', enum: ['A', 'B', 'C', 'LongValue'], maxLength });
const intOrString: Make = (maxLength) => ({ ...INT_OR_STRING, maxLength });
const strings: Make = (most) => arrayOf(string(most))(most);
const object: JsonObject = {
  type: 'object',
  required: ['required'],
  properties: { required: { type: 'string' }, optional: { type: 'string' } },
};
const spec: Make = (most) => mapOf(string(most))(most);
const mapsAll: Make = (most) => arrayOf(mapOf(object)(most))(most);
const mapsOne: Make = (most) => arrayOf(mapOf(object)(most))();
const replaced: Make = (most) => ({
  type: 'object',
  properties: { str: string(most), before: string(2), after: string(4) },
});
const separated: Make = (most) => ({
  type: 'object',
  properties: { str: string(most), separator: string(most) },
});

/** The expectations of apiextensions-apiserver pkg/apiserver/schema/cel/compilation_test.go TestCostEstimation. */
describe('the estimate is that of the API server', () => {
  it.each<[rule: string, what: string, schema: Make, unbounded: number, most: number, bounded: number]>([
    ['self.all(x, true)', 'numbers', arrayOf('number'), 4718591, 10, 32],
    ['self.all(x, true)', 'strings', arrayOf('string'), 3145727, 20, 62],
    ['self.all(x, true)', 'booleans', arrayOf('boolean'), 1887437, 5, 17],
    ['self.all(x, true)', 'lists', arrayOf(arrayOf('number')()), 3145727, 100, 302],
    ['self.all(x, true)', 'objects', arrayOf(object), 555128, 50, 152],
    ['self.all(x, true)', 'a map of numbers', mapOf('number'), 1348169, 10, 32],
    ['self.all(x, true)', 'a map of strings', mapOf('string'), 1179647, 3, 11],
    ['self.all(x, true)', 'a map of booleans', mapOf('boolean'), 943718, 100, 302],
    ["self.contains('test')", 'a string', string, 314574, 10, 5],
    ["self.startsWith('test')", 'a string', string, 2, 15, 2],
    ["self.endsWith('test')", 'a string', string, 2, 30, 2],
    ['size(self + "hello") > size("hello")', 'a string', string, 314578, 4, 7],
    ['self[1] == 0.0', 'numbers', arrayOf('number'), 2, 5000, 2],
    ['self[1] == self[1]', 'strings', arrayOf('string'), 314577, 8, 314577],
    ['self.all(x, self.all(y, true))', 'numbers', arrayOf('number'), 7421701914624, 10, 352],
    ['self.matches("x")', 'a string', string, 314574, 50, 22],
    ['"".matches("(((((((((())))))))))[0-9]")', 'a string', string, 7, 10, 7],
    ['self.matches("")', 'a string', string, 1, 100, 1],
    ['self.all(x, x.contains(self[x]))', 'a map of strings', spec, 2752507, 10, 72],
    ['self[3] == 0.0', 'numbers', arrayOf('number'), 2, 0, 2],
    ['self["x"] == 0.0', 'a map of numbers', mapOf('number'), 2, 0, 2],
    ['self == "x"', 'a string', string, 2, 0, 1],
    ['self == b"x"', 'bytes', bytes, 2, 0, 1],
    ['self.all(x, x == 0.0)', 'numbers', arrayOf('number'), 6291454, 3 * 1024 * 2048, 25165826],
    ['self.all(x, x["y"].required == "z")', 'maps', mapsAll, 7340027, 10, 72],
    ['self.all(x, x["y"].required == "z")', 'maps, one bounded', mapsOne, 7340027, 10, 7340027],
    ['self.all(x, true)', 'ints or strings', arrayOf('int-or-string'), 4718591, 10, 32],
    ['self[0] == 5', 'ints or strings', arrayOf('int-or-string'), 3, 10, 3],
    ['self[0] == false', 'booleans', arrayOf('boolean'), 2, 25, 2],
    ['self[0] == null', 'objects', arrayOf(object), 2, 422, 2],
    ['self[0][0] == -1.0', 'lists', arrayOf(arrayOf('number')()), 3, 51, 3],
    ['self.all(x, x.y == 25.2)', 'maps of numbers', arrayOf(mapOf('number')()), 6291452, 12, 74],
    ['self[0].x > 2.0', 'maps of numbers', arrayOf(mapOf('number')()), 4, 3000, 4],
    ['self.all(x, true)', 'durations', arrayOf('duration'), 2359295, 5, 17],
    ['self[0].getHours() == 2', 'durations', arrayOf('duration'), 4, 525, 4],
    ['self.all(x, true)', 'dates', arrayOf('date'), 725936, 15, 47],
    ['self[2].getDayOfMonth() == 13', 'dates', arrayOf('date'), 4, 42, 4],
    ['self.all(x, true)', 'times', arrayOf('date-time'), 428963, 25, 77],
    ['self[2].getMinutes() == 45', 'times', arrayOf('date-time'), 4, 99, 4],
    ['self.all(x, true)', 'a map of ints or strings', mapOf('int-or-string'), 1348169, 15, 47],
    ['self.all(x, true)', 'a map of objects', mapOf(object), 428963, 20, 62],
    ['self.all(x, true)', 'a map of maps', mapOf(mapOf('number')()), 1179647, 10, 32],
    ['self.all(x, true)', 'a map of lists', mapOf(arrayOf('number')()), 1179647, 25, 77],
    ['self.all(x, true)', 'a map of durations', mapOf('duration'), 1048577, 5, 17],
    ['self.all(x, true)', 'a map of dates', mapOf('date'), 524288, 10, 32],
    ['self.all(x, true)', 'a map of times', mapOf('date-time'), 349526, 25, 77],
    ["self.find('[0-9]+') == ''", 'a string', string, 629147, 10, 11],
    ["self.join(' ') == 'aa bb'", 'strings', strings, 329853068905, 10, 43],
    ['self.isSorted() == true', 'strings', strings, 329854432052, 10, 52],
    ["self.str.replace(self.before, self.after) == 'does not matter'", 'an object', replaced, 629154, 4, 12],
    ['self.str.split(self.separator) == []', 'an object', separated, 629160, 10, 22],
    ["self.lowerAscii() == 'lower!'", 'a string', string, 314575, 10, 6],
    ['oldSelf.size() == self.size()', 'a map', mapOf('integer'), 5, 10, 5],
    ['self["a"] == self["b"]', 'a map of times', mapOf('date-time'), 8, 7, 8],
    ['self["c"] == self["d"]', 'a map of durations', mapOf('duration'), 8, 42, 8],
    ["self.contains('A')", 'an enumeration', enumeration, 2, 1000, 401],
    ['isQuantity(self)', 'an int or string', intOrString, 314574, 20, 9],
  ])('%s of %s', (rule, _, schema, unbounded, most, bounded) => {
    expect(costOf(rule, schema())).toBe(unbounded);
    expect(costOf(rule, schema(most))).toBe(bounded);
  });

  it.each([
    ['a function that is not counted here', "self.all(x, url(x).getHost() == '')", strings()],
    ['a field that is not there', 'self.missing == 1', object],
    ['another variable', 'params.size() == 1', object],
    ['what may be of any type', 'self.all(x, x + x == 2)', arrayOf('int-or-string')()],
    ['what is no expression', 'self.all(', object],
    ['what is too long', `${'true || '.repeat(20_000)}true`, object],
  ])('it is not known for %s', (_, rule, schema) => {
    expect(costOf(rule, schema)).toBeUndefined();
  });
});
