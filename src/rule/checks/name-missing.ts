import { objectOf } from '../../base/json.ts';
import { distance } from '../../base/nearest.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { TypeName } from '../../resource/kinds.ts';
import { isAlone } from '../alone.ts';
import type { Check } from '../rule.ts';
import { isServed } from '../served.ts';

/** An object with neither name nor generateName (apimachinery pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor). */
export const check: Check = function* (resource, { graph }) {
  const { name, type, value, unrendered } = resource;
  if (name !== '' || unrendered !== undefined || NAMELESS.has(type) || !isServed(graph, resource)) return;
  const metadata = objectOf(value.metadata);
  const written = metadata.name === '' ? metadata.generateName : (metadata.name ?? metadata.generateName);
  // What is no text is told by its type.
  if (written !== undefined && written !== null && written !== '') return;
  // Another rule tells of the slip.
  if (isMisspelt(value, 'metadata') || isMisspelt(metadata, 'name')) return;
  // Jenkins, Spark and others take a Pod from a file of its own, and name what they make of it.
  const template = type === 'Pod' && isAlone(graph, resource);
  yield {
    // What is not there is shown at what lacks it.
    at: value.metadata === undefined ? ['kind'] : ['metadata', 'name'],
    ...(template ? { severity: 'warning' } : {}),
    message: `${nameOf(resource)} has no metadata.name and no generateName; the API server rejects the ${resource.kind}${template ? ', unless this is a template to which another program gives a name' : ''}.`,
  };
};

/** Questions to the API server, and parts of other objects that are posted to them: they are not stored. */
const NAMELESS: ReadonlySet<TypeName> = new Set([
  'authentication.k8s.io/SelfSubjectReview',
  'authentication.k8s.io/TokenRequest',
  'authentication.k8s.io/TokenReview',
  'authorization.k8s.io/LocalSubjectAccessReview',
  'authorization.k8s.io/SelfSubjectAccessReview',
  'authorization.k8s.io/SelfSubjectRulesReview',
  'authorization.k8s.io/SubjectAccessReview',
  'autoscaling/Scale',
  'policy/Eviction',
  'Binding',
  'ComponentStatus',
]);

function isMisspelt(holder: Resource['value'], field: string): boolean {
  return Object.keys(holder).some((key) => key !== field && isSlipOf(key, field) && !KNOWN.has(key));
}

/** `Name`, `nmae`, `metdata`. */
function isSlipOf(key: string, field: string): boolean {
  return key.toLowerCase() === field || distance(key.toLowerCase(), field, 2) <= (field.length < 6 ? 1 : 2);
}

const KNOWN: ReadonlySet<string> = new Set(['data', 'status', 'spec', 'kind', 'labels']);
