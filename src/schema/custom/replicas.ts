import { isObject, objectOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';

/**
 * A schema with the bounds of what its scale subresource calls replicas: the API server asks for them beside the schema
 * (apiextensions-apiserver pkg/registry/customresource/validator.go ValidateScaleSpec). `path` is `.spec.replicas`.
 */
export function withReplicas(schema: JsonObject, path: string | undefined): JsonObject {
  return path === undefined ? schema : bounded(schema, path.replace(/^\./, '').split('.'));
}

function bounded(schema: JsonObject, [step, ...rest]: readonly string[]): JsonObject {
  if (step === undefined) return { minimum: 0, maximum: LARGEST, ...schema };
  const inner = objectOf(schema.properties)[step];
  if (!isObject(inner)) return schema;
  return { ...schema, properties: { ...objectOf(schema.properties), [step]: bounded(inner, rest) } };
}

const LARGEST = 2 ** 31 - 1;
