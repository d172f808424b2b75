import { isObject } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { dnsSubdomain, pathSegment } from '../forms/names.ts';
import { forbids, given, isSet, needs } from '../forms/presence.ts';
import { field } from '../forms/format.ts';
import { oneOf } from '../forms/supported.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** Whom a right is given, and what it is a right to. */
export const RBAC: readonly Table[] = [
  {
    of: 'rbac.authorization.k8s.io/Role',
    source: 'kubernetes pkg/apis/rbac/validation/validation.go ValidateRole',
    statements: [
      ['rules[*]', is('PolicyRule')],
      ['rules[*]', forbids('in a Role: they are rights of the cluster', 'nonResourceURLs')],
    ],
  },
  {
    of: 'rbac.authorization.k8s.io/ClusterRole',
    source: 'kubernetes pkg/apis/rbac/validation/validation.go ValidateClusterRole',
    statements: [
      ['rules[*]', is('PolicyRule')],
      ['aggregationRule', needs('clusterRoleSelectors')],
      ['aggregationRule.clusterRoleSelectors[*]', is('LabelSelector')],
    ],
  },
  {
    of: 'PolicyRule',
    source: 'kubernetes pkg/apis/rbac/validation/validation.go ValidatePolicyRule',
    statements: [
      ['', needs('verbs')],
      ['', resourcesOrUrls],
    ],
  },
  {
    of: 'rbac.authorization.k8s.io/RoleBinding',
    source: 'kubernetes pkg/apis/rbac/validation/validation.go ValidateRoleBinding',
    statements: [
      ['', needs('roleRef')],
      ['roleRef', needs('name', 'kind')],
      ['roleRef.apiGroup', oneOf([GROUP])],
      ['roleRef.kind', oneOf(['Role', 'ClusterRole'])],
      ['roleRef.name', pathSegment],
      ['subjects[*]', is('Subject')],
    ],
  },
  {
    of: 'rbac.authorization.k8s.io/ClusterRoleBinding',
    source: 'kubernetes pkg/apis/rbac/validation/validation.go ValidateClusterRoleBinding',
    statements: [
      ['', needs('roleRef')],
      ['roleRef', needs('name', 'kind')],
      ['roleRef.apiGroup', oneOf([GROUP])],
      ['roleRef.kind', oneOf(['ClusterRole'])],
      ['roleRef.name', pathSegment],
      ['subjects[*]', is('Subject')],
      ['subjects[*]', given('kind', ['ServiceAccount'], needs('namespace'))],
    ],
  },
  {
    of: 'Subject',
    source: 'kubernetes pkg/apis/rbac/validation/validation.go ValidateRoleBindingSubject',
    statements: [
      ['', needs('name', 'kind')],
      ['kind', oneOf(['ServiceAccount', 'User', 'Group'])],
      ['', given('kind', ['ServiceAccount'], field('name', dnsSubdomain))],
      ['', given('kind', ['ServiceAccount'], field('apiGroup', oneOf([''])))],
      ['', given('kind', ['User', 'Group'], field('apiGroup', oneOf([GROUP])))],
    ],
  },
];

/** A rule is about resources of API groups, or about URLs. */
function resourcesOrUrls(rule: JsonValue, visit: Visit): void {
  if (!isObject(rule)) return;
  if (isSet(rule.nonResourceURLs)) {
    for (const other of ['apiGroups', 'resources', 'resourceNames'])
      if (isSet(rule[other]))
        visit.report(
          { form: 'exclusive', part: 'key', problem: 'excludes nonResourceURLs, which are set, too' },
          [other],
        );
    return;
  }
  for (const other of ['apiGroups', 'resources'])
    if (!isSet(rule[other]))
      visit.report({ form: 'required', problem: 'is required: at least one entry' }, [other]);
}
