import type { TypeName } from './kinds.ts';
import { dnsLabelProblem, dnsSubdomainProblem, pathSegmentProblem } from './syntax.ts';

/** What is wrong with a name, to complete "it …"; undefined if nothing is. */
export type NameForm = (name: string) => string | undefined;

/**
 * What the API server takes as name of an object of a type. All kinds but those in the table take a DNS subdomain, custom
 * resources too. Source: kubernetes pkg/apis/*\/validation, what is given to ValidateObjectMeta; apiextensions-apiserver
 * pkg/registry/customresource/validator.go. Undefined for kinds whose names are made of their other fields.
 */
export function nameFormOf(type: TypeName): NameForm | undefined {
  return FORMS.has(type) ? FORMS.get(type) : dnsSubdomainProblem;
}

const FORMS: ReadonlyMap<TypeName, NameForm | undefined> = new Map([
  ['Namespace', dnsLabelProblem],
  // Their pods have it as host name (apps validation ValidateStatefulSetName).
  ['apps/StatefulSet', dnsLabelProblem],
  // A digit in front is refused before 1.36 only, which the rule of Services knows.
  ['Service', dnsLabelProblem],
  ...[
    'rbac.authorization.k8s.io/Role',
    'rbac.authorization.k8s.io/ClusterRole',
    'rbac.authorization.k8s.io/RoleBinding',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
    // The function that it is given takes anything (policy and certificates validation), so only the path decides.
    'policy/PodDisruptionBudget',
    'certificates.k8s.io/CertificateSigningRequest',
  ].map((type) => [type, pathSegmentProblem] as const),
  ['networking.k8s.io/IPAddress', undefined],
  // `example.com:team:roots`.
  ['certificates.k8s.io/ClusterTrustBundle', undefined],
  ['apiextensions.k8s.io/CustomResourceDefinition', undefined],
  ['apiregistration.k8s.io/APIService', undefined],
]);

/**
 * What is wrong with a `generateName`: letters and digits follow, so it may end with a hyphen (apimachinery pkg/api/validation
 * maskTrailingDash), and it is cut where the name would be too long (apiserver pkg/storage/names).
 */
export function prefixProblem(form: NameForm, prefix: string): string | undefined {
  return form(prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix);
}
