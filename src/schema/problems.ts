import { getAt } from '../base/json.ts';
import type { JsonValue, Path } from '../base/json.ts';
import type { Resource } from '../resource/resource.ts';
import { fieldsOf, readType } from './definitions.ts';
import type { Fields, FieldType } from './definitions.ts';
import { kindCalled, schemaVersion } from './kinds.ts';
import { validatorOf } from './validators.ts';
import type { SchemaError } from './validators.ts';

/** Something that the API server refuses in the structure of an object. */
export type Problem = UnknownField | MissingField | WrongType | WrongValue;

interface At {
  /** To the value; of a missing field, to the object that lacks it. */
  readonly path: Path;
}

export interface UnknownField extends At {
  readonly is: 'unknown';
  readonly field: string;
  /** What the object that holds it knows. */
  readonly fields: Fields;
  /** What the object around that knows, and what each of its objects knows: a field may be a level too deep or too high. */
  readonly above: Fields | undefined;
  readonly below: ReadonlyMap<string, Fields>;
}

export interface MissingField extends At {
  readonly is: 'missing';
  readonly field: string;
}

export interface WrongType extends At {
  readonly is: 'type';
  readonly value: JsonValue;
  readonly type: FieldType;
  /** How many of `within` lie outside of the value. */
  readonly depth: number;
}

export interface WrongValue extends At {
  readonly is: 'value';
  readonly value: JsonValue;
  readonly type: FieldType;
}

/** Undefined where no schema of this version is known for the object. One mistake is one problem. */
export function problemsOf(
  resource: Pick<Resource, 'apiVersion' | 'kind' | 'value'>,
  minor: number,
): readonly Problem[] | undefined {
  const { apiVersion, kind, value } = resource;
  const validate = validatorOf(apiVersion, kind, minor);
  const root = kindCalled(apiVersion, kind)?.definition;
  if (validate === undefined || root === undefined) return undefined;
  if (validate(value)) return [];
  const version = schemaVersion(minor);
  const found = new Map<string, Problem>();
  for (const error of validate.errors ?? []) {
    const problem = problemOf(error, value, root, version);
    if (problem === undefined) continue;
    const key = `${JSON.stringify(problem.path)}\0${'field' in problem ? problem.field : ''}`;
    const known = found.get(key);
    // A value of the wrong type is not also outside of what is allowed.
    if (known === undefined || (known.is === 'value' && problem.is === 'type')) found.set(key, problem);
  }
  return [...found.values()];
}

function problemOf(
  { instancePath, keyword, params }: SchemaError,
  value: JsonValue,
  root: string,
  version: number,
): Problem | undefined {
  const path = readPointer(instancePath, value);
  const steps = follow(path, root, version);
  if (steps === undefined) return undefined;
  const { fields, above } = steps;
  if (keyword === 'required') return { is: 'missing', path, field: String(params.missingProperty) };
  if (keyword === 'additionalProperties') {
    const field = String(params.additionalProperty);
    const below = new Map(
      Object.entries(fields ?? {}).flatMap(([name, text]) => {
        const { of, definition, within } = readType(text);
        const inner = of === 'ref' && within.length === 0 ? fieldsOf(definition, version) : undefined;
        return inner === undefined ? [] : [[name, inner] as const];
      }),
    );
    return { is: 'unknown', path: [...path, field], field, fields: fields ?? {}, above, below };
  }
  const { type, depth } = steps;
  const at = getAt(value, path);
  if (type === undefined || at === undefined) return undefined;
  return keyword === 'type'
    ? { is: 'type', path, value: at, type, depth }
    : { is: 'value', path, value: at, type };
}

interface Steps {
  /** Of the object at the path, if it is one that has a definition. */
  readonly fields: Fields | undefined;
  /** Of the nearest object around it. */
  readonly above: Fields | undefined;
  readonly type: FieldType | undefined;
  readonly depth: number;
}

/** What the definitions say of the value at a path. */
function follow(path: Path, root: string, version: number): Steps | undefined {
  let steps: Steps = { fields: fieldsOf(root, version), above: undefined, type: undefined, depth: 0 };
  for (const step of path) {
    const { fields, above, type, depth } = steps;
    if (type !== undefined && depth < type.within.length) {
      const inside = depth + 1 === type.within.length && type.of === 'ref';
      steps = {
        fields: inside ? fieldsOf(type.definition, version) : undefined,
        above,
        type,
        depth: depth + 1,
      };
      continue;
    }
    const text = fields?.[String(step)];
    if (text === undefined) return undefined;
    const next = readType(text);
    const plain = next.within.length === 0 && next.of === 'ref';
    steps = {
      fields: plain ? fieldsOf(next.definition, version) : undefined,
      above: fields,
      type: next,
      depth: 0,
    };
  }
  return steps;
}

/** RFC 6901, with numbers where the value has a list. */
function readPointer(pointer: string, root: JsonValue): Path {
  const path: (string | number)[] = [];
  let value: JsonValue | undefined = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    const step: string | number = Array.isArray(value) ? Number(key) : key;
    path.push(step);
    value = value === undefined ? undefined : getAt(value, [step]);
  }
  return path;
}
