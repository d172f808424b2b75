import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { qualifiedNameProblem } from '../../resource/syntax.ts';
import { quantity, quantityOf } from '../forms/number.ts';
import { forbids, given, needs } from '../forms/presence.ts';
import { uniqueBy } from '../forms/list.ts';
import { oneOf } from '../forms/supported.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';
import { isCounted } from './resources.ts';

/** What bounds a namespace. */
export const LIMITS: readonly Table[] = [
  {
    of: 'LimitRange',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateLimitRange',
    statements: [
      ['spec.limits', uniqueBy(['type'])],
      ['spec.limits[*]', needs('type')],
      ['spec.limits[*]', is('LimitRangeItem')],
    ],
  },
  {
    of: 'LimitRangeItem',
    source:
      'kubernetes pkg/apis/core/validation/validation.go ValidateLimitRange, validateLimitRangeTypeName, validateLimitRangeResourceName',
    statements: [
      ['', limitType],
      ['', given('type', ['Pod'], forbids('for type Pod', 'default', 'defaultRequest'))],
      ['', given('type', ['PersistentVolumeClaim'], claimLimits)],
      ['', limitNames],
      ['', limitOrder],
    ],
  },
  {
    of: 'ResourceQuota',
    source:
      'kubernetes pkg/apis/core/validation/validation.go ValidateResourceQuotaSpec, ValidateResourceQuotaResourceName',
    statements: [
      ['spec', quotaNames, quotaScopes],
      ['spec.hard{*}', quantity('not negative')],
      ['spec.scopes', notOpposite],
      ['spec.scopes[*]', oneOf(SCOPES(), 'refused')],
      ['spec.scopeSelector.matchExpressions[*]', needs('scopeName', 'operator')],
      ['spec.scopeSelector.matchExpressions[*].scopeName', oneOf(SCOPES())],
      ['spec.scopeSelector.matchExpressions[*].operator', oneOf(['In', 'NotIn', 'Exists', 'DoesNotExist'])],
      ['spec.scopeSelector.matchExpressions[*]', given('operator', ['In', 'NotIn'], needs('values'))],
      [
        'spec.scopeSelector.matchExpressions[*]',
        given(
          'operator',
          ['Exists', 'DoesNotExist'],
          forbids('with the operators Exists and DoesNotExist', 'values'),
        ),
      ],
    ],
  },
];

function SCOPES(): readonly string[] {
  return [
    'Terminating',
    'NotTerminating',
    'BestEffort',
    'NotBestEffort',
    'PriorityClass',
    'CrossNamespacePodAffinity',
    'VolumeAttributesClass',
  ];
}

/** Types of Kubernetes, or of a domain. */
function limitType(item: JsonValue, visit: Visit): void {
  const type = stringOf(objectOf(item).type);
  if (type === undefined || type === '' || ['Pod', 'Container', 'PersistentVolumeClaim'].includes(type))
    return;
  const problem = qualifiedNameProblem(type);
  if (problem !== undefined) visit.report({ form: 'format', value: type, problem }, ['type']);
  else if (!type.includes('/'))
    visit.report(
      {
        form: 'supported',
        value: type,
        problem:
          'is none of Pod, Container, PersistentVolumeClaim, and others have a domain and a slash before their name',
      },
      ['type'],
    );
}

const BOUNDS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** Of claims only the storage is bounded. */
function claimLimits(item: JsonValue, visit: Visit): void {
  atLeastStorage(item, visit);
}

function atLeastStorage(item: JsonValue, visit: Visit): void {
  if (!isObject(item)) return;
  const bounds = [objectOf(item.min), objectOf(item.max)];
  if (bounds.every((bound) => bound.storage === undefined))
    visit.report({ form: 'required', problem: 'has neither min.storage nor max.storage, and needs one' });
}

function limitNames(item: JsonValue, visit: Visit): void {
  if (!isObject(item)) return;
  const type = stringOf(item.type);
  for (const bound of BOUNDS)
    for (const name of Object.keys(objectOf(item[bound]))) {
      const problem = limitNameProblem(name, type);
      if (problem !== undefined)
        visit.report({ form: 'format', part: 'key', value: name, problem }, [bound, name]);
    }
}

function limitNameProblem(name: string, type: string | undefined): string | undefined {
  const problem = qualifiedNameProblem(name);
  if (problem !== undefined) return problem;
  if (name.includes('/')) return undefined;
  const known =
    type === 'Pod' || type === 'Container' ? ['cpu', 'memory', 'ephemeral-storage'] : [...STANDARD];
  return known.includes(name) || name.startsWith('hugepages-')
    ? undefined
    : `is no name of a resource${type === undefined ? '' : ` that ${type} bounds`}: ${known.slice(0, 4).join(', ')}`;
}

/** IsStandardResourceName. */
const STANDARD: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'storage',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'persistentvolumeclaims',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
]);

/** min ≤ defaultRequest ≤ default ≤ max, and ratios from one on. */
function limitOrder(item: JsonValue, visit: Visit): void {
  if (!isObject(item)) return;
  const order = ['min', 'defaultRequest', 'default', 'max'];
  for (const [index, low] of order.entries())
    for (const high of order.slice(index + 1))
      for (const [name, value] of Object.entries(objectOf(item[low]))) {
        const bound = objectOf(item[high])[name];
        const [lower, higher] = [quantityOf(value), quantityOf(bound)];
        if (lower === undefined || higher === undefined || lower.compare(higher) <= 0) continue;
        visit.report(
          {
            form: 'order',
            value: value ?? null,
            problem: `is more than ${high}.${name}, which is ${typeof bound === 'string' ? bound : JSON.stringify(bound)}`,
            other: { path: visit.pathTo([high, name]), message: `${high} is here` },
          },
          [low, name],
        );
      }
  for (const [name, value] of Object.entries(objectOf(item.maxLimitRequestRatio))) {
    const ratio = quantityOf(value);
    if (ratio !== undefined && ratio.approximate() < 1)
      visit.report({ form: 'range', value: value ?? null, problem: 'must be 1 or more' }, [
        'maxLimitRequestRatio',
        name,
      ]);
  }
}

/** Names of quotas: standard, `count/<resource>`, `requests.<device>`, `<class>.storageclass.storage.k8s.io/…` or others of a domain. */
function quotaNames(spec: JsonValue, visit: Visit): void {
  for (const [name, value] of Object.entries(objectOf(objectOf(spec).hard))) {
    const problem =
      qualifiedNameProblem(name) ??
      (name.includes('/') || STANDARD.has(name) || /^(?:requests\.)?hugepages-/.test(name)
        ? undefined
        : 'is no resource that can be counted, and others have a domain and a slash before their name');
    if (problem !== undefined)
      visit.report({ form: 'format', part: 'key', value: name, problem }, ['hard', name]);
    const amount = quantityOf(value);
    const isWhole = COUNTED.has(name) || name.startsWith('count/') || isCounted(name);
    if (amount !== undefined && isWhole && amount.approximate() % 1 !== 0)
      visit.report({ form: 'range', value: value ?? null, problem: 'must be a whole number' }, [
        'hard',
        name,
      ]);
  }
}

const COUNTED: ReadonlySet<string> = new Set([
  'pods',
  'persistentvolumeclaims',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
]);

/** What a scope counts: pods, and what they ask for (IsResourceQuotaScopeValidForResource). */
function quotaScopes(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec)) return;
  const selected = listOf(objectOf(spec.scopeSelector).matchExpressions).map(
    (one) => objectOf(one).scopeName,
  );
  for (const scope of [...listOf(spec.scopes), ...selected]) {
    if (typeof scope !== 'string' || !SCOPED.has(scope)) continue;
    for (const name of Object.keys(objectOf(spec.hard))) {
      if (!STANDARD.has(name)) continue;
      const isCountedByScope = name === 'pods' || (scope !== 'BestEffort' && COMPUTED.has(name));
      if (!isCountedByScope)
        visit.report(
          { form: 'exclusive', part: 'key', value: name, problem: `cannot be counted by scope ${scope}` },
          ['hard', name],
        );
    }
  }
}

const SCOPED: ReadonlySet<string> = new Set([
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
]);

const COMPUTED: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
]);

function notOpposite(scopes: JsonValue, visit: Visit): void {
  const list = listOf(scopes);
  for (const [one, other] of [
    ['Terminating', 'NotTerminating'],
    ['BestEffort', 'NotBestEffort'],
  ])
    if (list.includes(one ?? '') && list.includes(other ?? ''))
      visit.report(
        {
          form: 'exclusive',
          value: other ?? '',
          problem: `excludes ${one ?? ''}, which is in the list, too`,
        },
        [list.indexOf(other ?? '')],
      );
}
