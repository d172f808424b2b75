import { Ajv } from 'ajv';
import type { JsonObject } from '../../src/base/json.ts';
import type { SchemaError, Validator } from '../../src/schema/validate.ts';

/** Schemas as ajv compiles them: every error, and nothing said about the schema itself. */
export function newAjv(): Ajv {
  return new Ajv({
    allErrors: true,
    messages: false,
    strict: false,
    logger: false,
    inlineRefs: false,
    validateSchema: false,
    unicodeRegExp: false,
  });
}

export function compiledBy(ajv: Ajv, schema: JsonObject): Validator {
  const validate = ajv.compile(schema);
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, keyword, params }) => ({
      instancePath,
      keyword,
      params: params as SchemaError['params'],
    }));
  };
}

/** Errors without their order. */
export function sorted(errors: readonly SchemaError[]): readonly string[] {
  return errors.map((one) => JSON.stringify([one.instancePath, one.keyword, one.params])).sort();
}
