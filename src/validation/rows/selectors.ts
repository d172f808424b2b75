import { isList, isObject } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { labelValueProblem } from '../../resource/syntax.ts';
import { field } from '../forms/format.ts';
import { labelKey, labelValue, qualifiedName, pathSegment } from '../forms/names.ts';
import { given, needs } from '../forms/presence.ts';
import { oneOf } from '../forms/supported.ts';
import { is } from '../statement.ts';
import type { Judge, Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

/** Gt and Lt compare with one value. */
const oneValue: Judge = (values, visit) => {
  if (isList(values) && values.length > 1)
    visit.report({
      form: 'range',
      problem: `has ${values.length} values, and must have one for the operators Gt and Lt`,
    });
};

const noValues: Judge = (value, visit) => {
  if (!isObject(value) || !isList(value.values) || value.values.length === 0) return;
  visit.report(
    { form: 'forbidden', part: 'key', problem: 'may not be set with the operators Exists and DoesNotExist' },
    ['values'],
  );
};

/** What selects objects by labels, nodes by labels and fields, and what is tolerated of nodes. */
export const SELECTORS: readonly Table[] = [
  {
    of: 'LabelSelector',
    source: 'apimachinery pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector',
    statements: [
      ['matchLabels{key}', labelKey],
      ['matchLabels{*}', labelValue],
      ['matchExpressions[*].key', qualifiedName],
      ['matchExpressions[*].values[*]', labelValue],
    ],
  },
  {
    of: 'MapSelector',
    source: 'apimachinery pkg/apis/meta/v1/validation/validation.go ValidateLabels',
    statements: [
      ['{key}', labelKey],
      ['{*}', labelValue],
    ],
  },
  {
    of: 'NodeSelector',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateNodeSelector',
    statements: [
      ['', needs('nodeSelectorTerms')],
      ['nodeSelectorTerms[*]', is('NodeSelectorTerm')],
    ],
  },
  {
    of: 'NodeSelectorTerm',
    source:
      'kubernetes pkg/apis/core/validation/validation.go ValidateNodeSelectorTerm, validateNodeSelectorRequirement',
    statements: [
      ['matchExpressions[*]', needs('key', 'operator'), is('NodeSelectorRequirement')],
      ['matchExpressions[*].key', qualifiedName],
      ['matchExpressions[*].values[*]', labelValue],
      ['matchFields[*]', needs('key', 'operator')],
      ['matchFields[*].key', oneOf(['metadata.name'])],
      ['matchFields[*].operator', oneOf(['In', 'NotIn'])],
      ['matchFields[*].values[*]', pathSegment],
    ],
  },
  {
    of: 'NodeSelectorRequirement',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateNodeSelectorRequirement',
    statements: [
      ['', given('operator', ['In', 'NotIn'], needs('values'))],
      ['', given('operator', ['Exists', 'DoesNotExist'], noValues)],
      ['', given('operator', ['Gt', 'Lt'], needs('values'))],
      ['', given('operator', ['Gt', 'Lt'], field('values', oneValue))],
      ['operator', oneOf(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'])],
    ],
  },
  {
    of: 'TopologySelectorTerm',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateTopologySelectorTerm',
    statements: [
      ['matchLabelExpressions[*]', needs('key', 'values')],
      ['matchLabelExpressions[*].key', qualifiedName],
    ],
  },
  {
    of: 'Toleration',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateTolerations',
    statements: [
      ['key', qualifiedName],
      ['operator', oneOf(['Equal', 'Exists', 'Lt', 'Gt'])],
      ['effect', oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])],
      ['', toleration],
    ],
  },
];

function toleration(value: JsonValue, visit: Visit): void {
  if (!isObject(value)) return;
  const { key = '', operator = 'Equal', effect, tolerationSeconds } = value;
  const isWithoutKey = key === '' || key === null;
  if (isWithoutKey && operator !== 'Exists')
    visit.report({ form: 'required', problem: 'is required, unless the operator is Exists' }, ['key']);
  if (tolerationSeconds !== undefined && tolerationSeconds !== null && effect !== 'NoExecute')
    visit.report({ form: 'forbidden', part: 'key', problem: 'goes with effect NoExecute only' }, [
      'tolerationSeconds',
    ]);
  const text = value.value;
  if (typeof text !== 'string' || text === '') return;
  if (operator === 'Exists')
    visit.report({ form: 'forbidden', part: 'key', problem: 'may not be set with the operator Exists' }, [
      'value',
    ]);
  else if (operator === 'Equal' || operator === '') {
    const problem = labelValueProblem(text);
    if (problem !== undefined) visit.report({ form: 'format', value: text, problem }, ['value']);
  }
}
