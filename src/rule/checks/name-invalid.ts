import { isPlaceholderName } from '../../reference/world.ts';
import { groupOf, isBuiltIn } from '../../resource/kinds.ts';
import { nameOf } from '../../resource/resource.ts';
import type { TypeName } from '../../resource/kinds.ts';
import { dnsLabelProblem, dnsSubdomainProblem, pathSegmentProblem } from '../../resource/syntax.ts';
import type { Check } from '../rule.ts';

/** A name that the API server refuses (ValidateObjectMeta with the name function of the kind). */
export const check: Check = function* (resource) {
  const { name, kind, apiVersion, unrendered } = resource;
  // Kustomize adds to names, and custom resources are held to their own definition.
  if (name === '' || unrendered !== undefined || isPlaceholderName(name)) return;
  if (!isBuiltIn(groupOf(apiVersion)) || OWN_RULES.has(resource.type)) return;
  const problem = nameFunction(resource.type)(name);
  if (problem === undefined) return;
  const lower = name.toLowerCase().replace(/_/g, '-');
  yield {
    at: ['metadata', 'name'],
    message: `The name of ${nameOf(resource)} ${problem}; the API server rejects the ${kind}.`,
    fixes:
      nameFunction(resource.type)(lower) === undefined
        ? [{ title: `Use ${lower}`, safety: 'unsafe', edits: [{ at: ['metadata', 'name'], value: lower }] }]
        : [],
  };
};

/** A Service has a rule of its own, and these name something else. */
const OWN_RULES: ReadonlySet<TypeName> = new Set([
  'Service',
  'networking.k8s.io/IPAddress',
  // `example.com:team:roots`.
  'certificates.k8s.io/ClusterTrustBundle',
  // ValidateCertificateRequestName takes any name.
  'certificates.k8s.io/CertificateSigningRequest',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
]);

function nameFunction(type: TypeName): (name: string) => string | undefined {
  if (type.startsWith('rbac.authorization.k8s.io/')) return pathSegmentProblem;
  return type === 'Namespace' ? dnsLabelProblem : dnsSubdomainProblem;
}
