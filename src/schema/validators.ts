import type { Ajv as AjvType } from 'ajv';
import { ajv as ajvName, compiled as compiledName } from 'kubeplumb:schemas';
import type { JsonValue } from '../base/json.ts';
import { fieldsOf } from './definitions.ts';
import { definitionId, jsonSchemas } from './json-schema.ts';
import { load } from './load.ts';
import { allKinds, isIn, kindCalled, schemaVersion } from './kinds.ts';

/** What is wrong, as ajv says it: a JSON pointer, the keyword that is not met, and what belongs to it. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Validator {
  (value: JsonValue): boolean;
  errors?: readonly SchemaError[] | null;
}

/** The version whose validators are compiled when kubeplumb is built: that of a check that names none. */
export const COMPILED_VERSION = 34;

/** The validator of a kind; undefined where the version does not have the kind. */
export function validatorOf(apiVersion: string, kind: string, minor: number): Validator | undefined {
  const version = schemaVersion(minor);
  const found = kindCalled(apiVersion, kind);
  if (found === undefined || !isIn(found.versions, version)) return undefined;
  if (version === COMPILED_VERSION && compiledName !== undefined)
    return compiledValidators(compiledName)[exportName(found.definition)];
  return compilerFor(version).compile(found.definition);
}

/** Names of the exports of the compiled validators. */
export function exportName(definition: string): string {
  return definition.replace(/\W/g, '_');
}

/** The definitions of the kinds of a version. */
export function rootsOf(version: number): readonly string[] {
  return allKinds().flatMap((key) => {
    const slash = key.lastIndexOf('/');
    const kind = kindCalled(key.slice(0, slash), key.slice(slash + 1));
    return kind !== undefined && isIn(kind.versions, version) ? [kind.definition] : [];
  });
}

type Compiled = Readonly<Record<string, Validator | undefined>>;
let compiled: Compiled | undefined;

function compiledValidators(name: string): Compiled {
  compiled ??= load(name) as Compiled;
  return compiled;
}

interface Compiler {
  readonly compile: (definition: string) => Validator;
}

const compilers = new Map<number, Compiler>();

/** Kinds are compiled as they are met. */
function compilerFor(version: number): Compiler {
  let compiler = compilers.get(version);
  if (compiler === undefined) {
    const ajv = newAjv();
    ajv.addSchema({
      $id: 'definitions.json',
      definitions: jsonSchemas(rootsOf(version), (name) => fieldsOf(name, version)),
    });
    const known = new Map<string, Validator>();
    compiler = {
      compile(definition) {
        const found = known.get(definition) ?? (ajv.compile({ $ref: definitionId(definition) }) as Validator);
        known.set(definition, found);
        return found;
      },
    };
    compilers.set(version, compiler);
  }
  return compiler;
}

/** Every error is wanted, and what is written about it is ours. */
export const AJV_OPTIONS = {
  allErrors: true,
  messages: false,
  strict: false,
  logger: false,
  inlineRefs: false,
  validateSchema: false,
} as const;

function newAjv(): AjvType {
  const { Ajv } = load(ajvName) as { readonly Ajv: new (options: typeof AJV_OPTIONS) => AjvType };
  return new Ajv(AJV_OPTIONS);
}
