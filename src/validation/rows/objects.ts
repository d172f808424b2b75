import { isObject, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { qualifiedNameProblem } from '../../resource/syntax.ts';
import { uniqueBy } from '../forms/list.ts';
import { labelValue, qualifiedName } from '../forms/names.ts';
import { needs } from '../forms/presence.ts';
import { atLeast, between } from '../forms/number.ts';
import { oneOf } from '../forms/supported.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

/** ConfigMaps, Secrets, and what bounds a namespace. */
export const OBJECTS: readonly Table[] = [
  {
    of: 'Namespace',
    source:
      'kubernetes pkg/apis/core/validation/validation.go ValidateNamespace, ValidateFinalizerName; k8s.io/pod-security-admission api/helpers.go PolicyToEvaluate',
    statements: [
      ['metadata.labels', podSecurity],
      ['spec.finalizers[*]', finalizer],
    ],
  },
  {
    of: 'KubernetesMeta',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateObjectMeta, validateKubeFinalizerName',
    statements: [['finalizers[*]', finalizer]],
  },
  {
    of: 'scheduling.k8s.io/PriorityClass',
    source: 'kubernetes pkg/apis/scheduling/validation/validation.go ValidatePriorityClass',
    statements: [
      ['', priorityOfUsers],
      ['preemptionPolicy', oneOf(['PreemptLowerPriority', 'Never'], 'refused')],
    ],
  },
  {
    of: 'Node',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateNode, validateNodeTaints',
    statements: [
      ['spec.taints', uniqueBy(['key', 'effect'])],
      ['spec.taints[*]', needs('key', 'effect')],
      ['spec.taints[*].key', qualifiedName],
      ['spec.taints[*].value', labelValue],
      ['spec.taints[*].effect', oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])],
    ],
  },
  {
    of: 'coordination.k8s.io/Lease',
    source: 'kubernetes pkg/apis/coordination/validation/validation.go ValidateLeaseSpec',
    statements: [
      ['spec.leaseDurationSeconds', atLeast(1)],
      ['spec.leaseTransitions', between(0, 2 ** 31 - 1)],
    ],
  },
];

/** The levels and versions of Pod Security are read from labels. */
function podSecurity(labels: JsonValue, visit: Visit): void {
  for (const [key, value] of Object.entries(objectOf(labels))) {
    const [, mode, version] =
      /^pod-security\.kubernetes\.io\/(enforce|audit|warn)(-version)?$/.exec(key) ?? [];
    if (mode === undefined || typeof value !== 'string') continue;
    if (version === undefined) {
      if (!['privileged', 'baseline', 'restricted'].includes(value))
        visit.report({ form: 'supported', value, problem: 'is none of privileged, baseline, restricted' }, [
          key,
        ]);
    } else if (value !== 'latest' && !/^v1\.(?:0|[1-9]\d*)$/.test(value)) {
      const meant = /^1\.\d+$/.test(value) ? `v${value}` : undefined;
      visit.report(
        {
          form: 'format',
          value,
          problem: 'is neither latest nor a version such as v1.34',
          ...(meant === undefined ? {} : { meant }),
        },
        [key],
      );
    }
  }
}

/** One of Kubernetes, or of a domain. */
function finalizer(value: JsonValue, visit: Visit): void {
  const text = stringOf(value);
  if (text === undefined) return;
  const problem = qualifiedNameProblem(text);
  if (problem !== undefined) visit.report({ form: 'format', value: text, problem });
  else if (!text.includes('/') && !['kubernetes', 'orphan', 'foregroundDeletion'].includes(text))
    visit.report({
      form: 'format',
      value: text,
      problem: 'is no finalizer of Kubernetes, and others have a domain and a slash before their name',
    });
}

/** Names and values above a billion are the system's. */
function priorityOfUsers(priority: JsonValue, visit: Visit): void {
  if (!isObject(priority)) return;
  const name = stringOf(objectOf(priority.metadata).name) ?? '';
  if (['system-node-critical', 'system-cluster-critical'].includes(name)) return;
  if (name.startsWith('system-'))
    visit.report(
      { form: 'forbidden', value: name, problem: 'begins with system-, which is kept for the system' },
      ['metadata', 'name'],
    );
  if (typeof priority.value === 'number' && priority.value > 1_000_000_000)
    visit.report({ form: 'range', value: priority.value, problem: 'must be at most 1000000000' }, ['value']);
}
