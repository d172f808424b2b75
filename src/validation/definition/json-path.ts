import { isObject, objectOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { isGiven } from './place.ts';

/** Begins with a point, and that is all (apiextensions-apiserver pkg/apis/apiextensions/validation validateSimpleJSONPath). */
export function simplePathProblem(text: string): string | undefined {
  if (text === '') return 'is empty, and is a JSON path such as .spec.replicas';
  return text.startsWith('.') ? undefined : 'must begin with a point, as in .spec.replicas';
}

/** A simple path below one of these. */
export function pathBelow(...roots: readonly string[]): (text: string) => string | undefined {
  return (text) =>
    simplePathProblem(text) ??
    (roots.some((root) => text.startsWith(`${root}.`)) ? undefined : `must be below ${roots.join(' or ')}`);
}

/** The names of the fields on the way, and the schema at its end; or what is wrong with the path. */
export type FieldPath =
  | { readonly names: readonly string[]; readonly schema: JsonObject | undefined }
  | { readonly problem: string };

/**
 * A path through the fields of a schema. Source: apiextensions-apiserver pkg/apiserver/schema/cel/validation.go ValidFieldPath.
 * `brackets` tells whether `['a.b']` may stand for a field.
 */
export function fieldPathIn(text: string, schema: JsonObject, brackets: boolean): FieldPath {
  const tokens = tokensOf(text);
  const names: string[] = [];
  let here: JsonObject | undefined = schema;
  for (let at = 0; at < tokens.length; at += 1) {
    const opens = tokens[at];
    if (opens !== '.' && opens !== '[') return { problem: `has ${opens ?? ''} where a point must be` };
    if (opens === '[' && !brackets) return { problem: 'may not have brackets' };
    const token = tokens[(at += 1)];
    if (token === undefined) return { problem: 'ends too early' };
    let name = token;
    if (opens === '[') {
      if (token.length < 2 || !token.startsWith("'") || !token.endsWith("'"))
        return { problem: `has ${token} in brackets, where a text in single quotes must be` };
      name = token.slice(1, -1).replace(/\\(.)/g, '$1');
      if (tokens[(at += 1)] !== ']') return { problem: 'has a bracket that is not closed' };
    }
    if (here === undefined) return { problem: `leads nowhere: ${name} is below what has no schema` };
    names.push(name);
    if (isGiven(here.properties)) {
      const properties: JsonObject = objectOf(here.properties);
      if (!Object.hasOwn(properties, name))
        return { problem: `leads nowhere: the schema has no field ${names.join('.')}` };
      here = objectOf(properties[name]);
    } else if (here.additionalProperties !== undefined && here.additionalProperties !== null) {
      here = isObject(here.additionalProperties) ? here.additionalProperties : undefined;
    } else return { problem: `leads nowhere: the schema has no field ${names.join('.')}` };
  }
  return { names, schema: here };
}

/** Points, brackets, and what is between them; in single quotes they mean nothing, and what is not closed ends with the text. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  for (let at = 0; at < text.length;) {
    let end = at + 1;
    if (text[at] === "'") {
      while (end < text.length && (text[end] !== "'" || text[end - 1] === '\\')) end += 1;
      end += 1;
    } else if (!isDelimiter(text[at])) {
      while (end < text.length && !isDelimiter(text[end])) end += 1;
    }
    tokens.push(text.slice(at, end));
    at = end;
  }
  return tokens;
}

function isDelimiter(character: string | undefined): boolean {
  return character === '.' || character === '[' || character === ']';
}
