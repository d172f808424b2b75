import { isObject, listOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { oneOf } from '../forms/supported.ts';
import type { Visit } from '../visit.ts';
import { fieldPathIn } from './json-path.ts';

const knownReason = oneOf(
  ['FieldValueRequired', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueDuplicate'],
  'refused',
);

/**
 * What stands beside the expressions of a schema. Source: apiextensions-apiserver
 * pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema.
 */
export function rules(schema: JsonObject, visit: Visit): void {
  for (const [index, entry] of listOf(schema['x-kubernetes-validations']).entries()) {
    const at = ['x-kubernetes-validations', index];
    const validation: JsonValue = isObject(entry) ? entry : {};
    const rule = (stringOf(validation.rule) ?? '').trim();
    const message = stringOf(validation.message) ?? '';
    if (rule === '') visit.report({ form: 'required', problem: 'is required' }, [...at, 'rule']);
    else if (message !== '' && message.trim() === '')
      visit.report({ form: 'format', value: message, problem: 'is blank' }, [...at, 'message']);
    else if (hasLines(message.trim()))
      visit.report({ form: 'format', value: message, problem: 'may not have line breaks' }, [
        ...at,
        'message',
      ]);
    else if (hasLines(rule) && message.trim() === '')
      visit.report({ form: 'required', problem: 'is required where the rule has line breaks' }, [
        ...at,
        'message',
      ]);
    const expression = stringOf(validation.messageExpression) ?? '';
    if (expression !== '' && expression.trim() === '')
      visit.report({ form: 'format', value: expression, problem: 'is blank' }, [...at, 'messageExpression']);
    if (validation.reason !== undefined && validation.reason !== null) {
      visit.enter(at[0] ?? '', validation);
      visit.enter(index, validation);
      visit.enter('reason', validation.reason);
      knownReason(validation.reason, visit);
      for (let steps = 0; steps < 3; steps += 1) visit.leave();
    }
    const path = stringOf(validation.fieldPath) ?? '';
    const problem = path === '' ? undefined : fieldPathProblem(path, schema);
    if (problem !== undefined) visit.report({ form: 'format', value: path, problem }, [...at, 'fieldPath']);
  }
}

function fieldPathProblem(path: string, schema: JsonObject): string | undefined {
  if (path.trim() === '') return 'is blank';
  if (hasLines(path)) return 'may not have line breaks';
  const found = fieldPathIn(path, schema, true);
  return 'problem' in found ? found.problem : undefined;
}

function hasLines(text: string): boolean {
  return /[\n\r]/.test(text);
}
