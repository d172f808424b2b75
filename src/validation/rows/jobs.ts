import { isObject, listOf, objectOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { format } from '../forms/format.ts';
import { qualifiedName, shorterThan } from '../forms/names.ts';
import { atLeast } from '../forms/number.ts';
import { forbids, given, givenOther, has, isSet, needs } from '../forms/presence.ts';
import { atMost, unique } from '../forms/list.ts';
import { oneOf } from '../forms/supported.ts';
import { cronSchedule, timeZone } from '../forms/time.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

/** What runs to its end, once or by a schedule. */
export const JOBS: readonly Table[] = [
  {
    of: 'batch/Job',
    source:
      'kubernetes pkg/apis/batch/validation/validation.go ValidateJob, ValidateGeneratedSelector, validateJobSpec',
    statements: [
      ['', has('spec')],
      ['spec', needs('template'), is('JobSpec')],
      [
        'spec',
        givenOther(
          'manualSelector',
          [true],
          forbids('by hand without manualSelector: true; the server makes one', 'selector'),
          false,
        ),
      ],
      ['spec', indexedName],
    ],
  },
  {
    of: 'batch/CronJob',
    source:
      'kubernetes pkg/apis/batch/validation/validation.go ValidateCronJobCreate, validateCronJobSpec, ValidateJobTemplateSpec',
    statements: [
      ['', has('spec')],
      // Eleven characters are for what the controller adds.
      ['metadata.name', format(shorterThan(52))],
      ['spec', needs('schedule', 'jobTemplate')],
      ['spec.schedule', cronSchedule],
      ['spec.timeZone', timeZone],
      ['spec.startingDeadlineSeconds', atLeast(0)],
      ['spec.successfulJobsHistoryLimit', atLeast(0)],
      ['spec.failedJobsHistoryLimit', atLeast(0)],
      ['spec.concurrencyPolicy', oneOf(['Allow', 'Forbid', 'Replace'])],
      ['spec.jobTemplate', has('spec')],
      ['spec.jobTemplate.spec', needs('template'), is('JobSpec')],
      ['spec.jobTemplate.spec', forbids('in a CronJob: its Jobs get selectors of their own', 'selector')],
      ['spec.jobTemplate.spec.manualSelector', notTrue],
    ],
  },
  {
    of: 'JobSpec',
    source:
      'kubernetes pkg/apis/batch/validation/validation.go validateJobSpec, validatePodFailurePolicy, validateSuccessPolicy',
    statements: [
      ['parallelism', atLeast(0)],
      ['completions', atLeast(0)],
      ['activeDeadlineSeconds', atLeast(0)],
      ['backoffLimit', atLeast(0)],
      ['ttlSecondsAfterFinished', atLeast(0)],
      ['backoffLimitPerIndex', atLeast(0)],
      ['maxFailedIndexes', atLeast(0)],
      ['completionMode', oneOf(['NonIndexed', 'Indexed'], 'refused')],
      ['', given('completionMode', ['Indexed'], has('completions'))],
      [
        '',
        givenOther(
          'completionMode',
          ['Indexed'],
          forbids(
            'unless completionMode is Indexed',
            'backoffLimitPerIndex',
            'maxFailedIndexes',
            'successPolicy',
          ),
          'NonIndexed',
        ),
      ],
      ['', failedIndexes],
      [
        'managedBy',
        format((text) => (/^[^/]+\/.+$/.test(text) ? undefined : 'must be a domain, a slash and a name')),
      ],
      ['podReplacementPolicy', oneOf(['TerminatingOrFailed', 'Failed'], 'refused')],
      ['', given('podReplacementPolicy', ['TerminatingOrFailed'], onlyFailed)],
      ['podFailurePolicy.rules', atMost(20)],
      ['podFailurePolicy.rules[*]', is('FailureRule')],
      ['', whereFailurePolicy],
      ['successPolicy', needs('rules')],
      ['successPolicy.rules', atMost(20)],
      ['', indexedLimits],
      ['successPolicy.rules[*].succeededCount', atLeast(1)],
      ['successPolicy.rules[*].succeededIndexes', indexes],
      ['selector', is('LabelSelector')],
      ['template', is('PodTemplateSpec')],
    ],
  },
  {
    of: 'FailureRule',
    source: 'kubernetes pkg/apis/batch/validation/validation.go validatePodFailurePolicyRule',
    statements: [
      ['', needs('action')],
      ['action', oneOf(['Ignore', 'FailIndex', 'FailJob', 'Count'])],
      ['', codesOrConditions],
      ['onExitCodes', needs('operator', 'values')],
      ['onExitCodes.operator', oneOf(['In', 'NotIn'])],
      ['onExitCodes.values', unique, ascending],
      ['onExitCodes', given('operator', ['In'], notZero)],
      ['onPodConditions[*]', needs('type')],
      ['onPodConditions[*].type', qualifiedName],
      ['onPodConditions[*].status', oneOf(['False', 'True', 'Unknown'])],
    ],
  },
];

function notTrue(value: JsonValue, visit: Visit): void {
  if (value === true)
    visit.report({
      form: 'supported',
      value,
      problem: 'may not be set in a CronJob: its Jobs get selectors of their own',
    });
}

/** An Indexed Job counts its pods within bounds (maxParallelismForIndexedJob, completionsSoftLimit). */
function indexedLimits(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec) || spec.completionMode !== 'Indexed') return;
  if (typeof spec.parallelism === 'number' && spec.parallelism > 100_000)
    visit.report(
      { form: 'range', value: spec.parallelism, problem: 'must be at most 100000 for an Indexed Job' },
      ['parallelism'],
    );
}

/** `0,2-5`: ascending, each after the one before, below the completions (validateIndexesFormat). */
function indexes(value: JsonValue, visit: Visit): void {
  if (typeof value !== 'string') return;
  const completions = objectOf(visit.root.spec).completions;
  const most = typeof completions === 'number' ? completions - 1 : Infinity;
  let last = -1;
  const isList =
    value !== '' &&
    value.split(',').every((part) => {
      const [from = '', to = from, ...more] = part.split('-');
      if (more.length > 0 || !/^\d{1,10}$/.test(from) || !/^\d{1,10}$/.test(to)) return false;
      const [first, end] = [Number(from), Number(to)];
      if (first <= last || end < first || end > most || (part.includes('-') && end === first)) return false;
      last = end;
      return true;
    });
  if (!isList)
    visit.report({
      form: 'format',
      value,
      problem: 'is no list of indexes such as 0,2-5, in ascending order and below completions',
    });
}

function failedIndexes(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec)) return;
  const { maxFailedIndexes, completions, backoffLimitPerIndex } = spec;
  if (typeof maxFailedIndexes === 'number') {
    if (!isSet(backoffLimitPerIndex))
      visit.report(
        { form: 'forbidden', part: 'key', problem: 'needs backoffLimitPerIndex, which is not set' },
        ['maxFailedIndexes'],
      );
    if (typeof completions === 'number' && maxFailedIndexes > completions)
      visit.report(
        {
          form: 'order',
          value: maxFailedIndexes,
          problem: `is more than completions, which is ${completions}`,
        },
        ['maxFailedIndexes'],
      );
  }
}

function onlyFailed(spec: JsonValue, visit: Visit): void {
  if (isSet(objectOf(spec).podFailurePolicy))
    visit.report(
      {
        form: 'supported',
        value: 'TerminatingOrFailed',
        problem: 'must be Failed beside a podFailurePolicy',
        meant: 'Failed',
      },
      ['podReplacementPolicy'],
    );
}

/** Failures are told apart only where pods do not start anew by themselves. */
function whereFailurePolicy(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec) || !isSet(spec.podFailurePolicy)) return;
  const pod = objectOf(objectOf(spec.template).spec);
  if (pod.restartPolicy === 'OnFailure')
    visit.report(
      {
        form: 'exclusive',
        part: 'key',
        problem: 'needs restartPolicy Never in the template, which is OnFailure',
      },
      ['podFailurePolicy'],
    );
  const names = [...listOf(pod.containers), ...listOf(pod.initContainers)].map((one) => objectOf(one).name);
  listOf(objectOf(spec.podFailurePolicy).rules).forEach((rule, index) => {
    const name = objectOf(objectOf(rule).onExitCodes).containerName;
    if (typeof name === 'string' && !names.includes(name))
      visit.report(
        { form: 'agreement', value: name, problem: 'is the name of no container of the template' },
        ['podFailurePolicy', 'rules', index, 'onExitCodes', 'containerName'],
      );
    if (objectOf(rule).action === 'FailIndex' && !isSet(spec.backoffLimitPerIndex))
      visit.report(
        { form: 'forbidden', value: 'FailIndex', problem: 'needs backoffLimitPerIndex, which is not set' },
        ['podFailurePolicy', 'rules', index, 'action'],
      );
  });
}

function codesOrConditions(rule: JsonValue, visit: Visit): void {
  if (!isObject(rule)) return;
  const [codes, conditions] = [isSet(rule.onExitCodes), isSet(rule.onPodConditions)];
  if (codes && conditions)
    visit.report({ form: 'exclusive', part: 'key', problem: 'excludes onExitCodes, which is set, too' }, [
      'onPodConditions',
    ]);
  if (!codes && !conditions)
    visit.report({ form: 'required', problem: 'has neither onExitCodes nor onPodConditions, and needs one' });
}

function ascending(values: JsonValue, visit: Visit): void {
  const list = listOf(values);
  list.forEach((value, index) => {
    const before = list[index - 1];
    if (typeof value === 'number' && typeof before === 'number' && before > value)
      visit.report(
        { form: 'order', value, problem: `comes after ${before}: exit codes must be in ascending order` },
        [index],
      );
  });
  if (list.length > 255)
    visit.report({ form: 'range', part: 'key', problem: `has ${list.length} entries, and may have 255` });
}

function notZero(codes: JsonValue, visit: Visit): void {
  const values = listOf(objectOf(codes).values);
  if (values.includes(0))
    visit.report(
      { form: 'forbidden', value: 0, problem: 'is success, and may not be among the codes of In' },
      ['values', values.indexOf(0)],
    );
}

/** Pods of an Indexed Job are named after it, with their index, and the name is a host name (ValidateJob). */
function indexedName(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec) || spec.completionMode !== 'Indexed' || typeof spec.completions !== 'number') return;
  const name = objectOf(visit.root.metadata).name;
  if (typeof name !== 'string' || spec.completions < 1) return;
  const longest = `${name}-${spec.completions - 1}`;
  if (longest.length > 63 || name.includes('.'))
    visit.reportAt(
      {
        form: 'format',
        value: name,
        problem: `makes host names of pods such as ${longest}, which ${name.includes('.') ? 'may have no dot' : 'are longer than 63 characters'}`,
      },
      ['metadata', 'name'],
    );
}
