import type { Ajv as AjvType } from 'ajv';
import { ajv, compiled, compiledCustom } from 'kubeplumb:schemas';
import type { JsonValue } from '../base/json.ts';
import { fieldsOf } from './definitions.ts';
import { definitionId, jsonSchemas } from './json-schema.ts';
import { load } from '../base/load.ts';
import { allKinds, customRoots, isIn, kindCalled, schemaVersion } from './kinds.ts';
import type { CustomKind } from './kinds.ts';

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

/** The validator of a kind of the API server; undefined where the version does not have the kind. */
export function validatorOf(apiVersion: string, kind: string, minor: number): Validator | undefined {
  const version = schemaVersion(minor);
  const found = kindCalled(apiVersion, kind);
  if (found === undefined || !isIn(found.versions, version)) return undefined;
  return version === COMPILED_VERSION && compiled !== undefined
    ? compiledValidators(compiled)[exportName(found.definition)]
    : compilerFor(version).compile(found.definition);
}

/** The validator of a custom resource that is known by itself. */
export function customValidatorOf({ definition }: CustomKind): Validator | undefined {
  return compiledCustom === undefined
    ? compilerFor(COMPILED_VERSION).compile(definition)
    : compiledValidators(`${compiledCustom}${projectOf(definition)}.cjs`)[exportName(definition)];
}

/** `gateway-api` of `gateway-api:gateway.networking.k8s.io/v1/HTTPRoute`: each has validators of its own. */
export function projectOf(definition: string): string {
  return definition.slice(0, definition.indexOf(':'));
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

const compiledBy = new Map<string, Compiled>();

function compiledValidators(name: string): Compiled {
  const known = compiledBy.get(name) ?? (load(name) as Compiled);
  compiledBy.set(name, known);
  return known;
}

interface Compiler {
  readonly compile: (definition: string) => Validator;
}

const compilers = new Map<number, Compiler>();

/** Kinds are compiled as they are met. */
function compilerFor(version: number): Compiler {
  let compiler = compilers.get(version);
  if (compiler === undefined) {
    const compile = newAjv();
    const roots = version === COMPILED_VERSION ? [...rootsOf(version), ...customRoots()] : rootsOf(version);
    compile.addSchema({
      $id: 'definitions.json',
      definitions: jsonSchemas(roots, (name) => fieldsOf(name, version)),
    });
    const known = new Map<string, Validator>();
    compiler = {
      compile(definition) {
        const found =
          known.get(definition) ?? (compile.compile({ $ref: definitionId(definition) }) as Validator);
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
  unicodeRegExp: false,
} as const;

export function newAjv(): AjvType {
  const { Ajv } = load(ajv) as { readonly Ajv: new (options: typeof AJV_OPTIONS) => AjvType };
  return new Ajv(AJV_OPTIONS);
}
