import type { JsonObject } from '../base/json.ts';
import { fieldsOf } from './definitions.ts';
import { definitionId, definitionOf, jsonSchema } from './json-schema.ts';
import { isIn, kindCalled, schemaVersion } from './kinds.ts';
import { schemaReader } from './validate.ts';
import type { Validator } from './validate.ts';

/** The validator of a kind of the API server; undefined where the version does not have the kind. */
export function validatorOf(apiVersion: string, kind: string, minor: number): Validator | undefined {
  const version = schemaVersion(minor);
  const found = kindCalled(apiVersion, kind);
  return found !== undefined && isIn(found.versions, version)
    ? validatorFor(found.definition, version)
    : undefined;
}

interface Validators {
  readonly read: (schema: JsonObject) => Validator;
  readonly known: Map<string, Validator>;
}

const byVersion = new Map<number, Validators>();

/** Definitions are read as they are met. */
function validatorFor(definition: string, version: number): Validator {
  let validators = byVersion.get(version);
  if (validators === undefined) {
    validators = {
      read: schemaReader({
        definition: (reference) => jsonSchema(definitionOf(reference), (name) => fieldsOf(name, version)),
        matcherOf,
      }),
      known: new Map(),
    };
    byVersion.set(version, validators);
  }
  let validator = validators.known.get(definition);
  if (validator === undefined) {
    validator = validators.read({ $ref: definitionId(definition) });
    validators.known.set(definition, validator);
  }
  return validator;
}

/** Of the patterns that json-schema.ts has. */
function matcherOf(pattern: string): (text: string) => boolean {
  const expression = new RegExp(pattern);
  return (text) => expression.test(text);
}
