import { getAt, isList, isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { Document } from '../document/document.ts';
import { groupOf } from './kinds.ts';

/**
 * A fragment that only a patch can be, though no kustomization names it: it says so with `$patch` or another directive, or
 * its spec says something and yet nothing in it could run or be served. An object that lacks its spec, or has containers
 * with images and no selector, is a whole one with a mistake in it.
 */
export function isPatchFragment({ value, text }: Pick<Document, 'value' | 'text'>): boolean {
  if (!isObject(value)) return false;
  // Few documents have one, and a look at the text is cheaper than a walk.
  if (/\$(?:patch|retainKeys|setElementOrder|deleteFromPrimitiveList)\b/.test(text) && hasDirective(value))
    return true;
  const spec = objectOf(value.spec);
  // Nothing is patched with nothing, nor with values that the fields of the whole could not hold.
  if (isObject(value.spec) && (!saysAnything(spec) || hasBrokenTemplate(spec))) return false;
  const says = Object.keys(spec);
  const lacks = (...fields: readonly string[]): boolean =>
    says.length > 0 && !fields.some((field) => says.includes(field));
  const saysOnly = (fields: readonly string[]): boolean =>
    says.length > 0 && says.every((field) => fields.includes(field));
  switch (`${groupOf(stringOf(value.apiVersion) ?? '')}/${stringOf(value.kind) ?? ''}`) {
    case 'apps/Deployment':
    case 'apps/StatefulSet':
    case 'apps/DaemonSet':
    case 'apps/ReplicaSet':
    case 'argoproj.io/Rollout':
      return lacks('selector', 'workloadRef') && !couldRun(spec);
    case 'batch/Job':
      return (
        lacks('selector') && getAt(spec, ['template', 'spec', 'containers']) === undefined && !couldRun(spec)
      );
    case 'batch/CronJob':
      return lacks('schedule') && !couldRun(spec);
    case 'autoscaling/HorizontalPodAutoscaler':
      return saysOnly(OF_AUTOSCALERS);
    case 'apiextensions.k8s.io/CustomResourceDefinition':
      return saysOnly(OF_DEFINITIONS) || isMetadataOnly(value);
    case 'apiregistration.k8s.io/APIService':
      return isMetadataOnly(value);
    case 'admissionregistration.k8s.io/MutatingWebhookConfiguration':
    case 'admissionregistration.k8s.io/ValidatingWebhookConfiguration':
      return isPartOfWebhooks(value.webhooks);
    default:
      return false;
  }
}

/** What a patch sets of kinds that run nothing, and what alone makes no object: any other key may be a needed one, misspelt. */
const OF_AUTOSCALERS: readonly string[] = [
  'minReplicas',
  'metrics',
  'behavior',
  'targetCPUUtilizationPercentage',
];
const OF_DEFINITIONS: readonly string[] = ['conversion', 'preserveUnknownFields'];

/** Whether there is a scalar in it; null removes a field. */
function saysAnything(value: JsonValue | undefined): boolean {
  if (isList(value)) return value.some(saysAnything);
  return isObject(value) ? Object.values(value).some(saysAnything) : value !== undefined;
}

function hasBrokenTemplate({ template }: JsonObject): boolean {
  const spec = getAt(template, ['spec']);
  const containers = getAt(spec, ['containers']);
  return (
    [template, spec].some((one) => one !== undefined && one !== null && !isObject(one)) ||
    (containers !== undefined && containers !== null && !isList(containers))
  );
}

/** Whether somewhere in it a list of containers, however its key is spelt, has an image for each. */
function couldRun(value: JsonValue | undefined): boolean {
  if (isList(value)) return value.some(couldRun);
  return Object.entries(objectOf(value)).some(([key, entry]) => {
    if (key === 'initContainers' || key === 'ephemeralContainers') return false;
    if (!isList(entry)) return couldRun(entry);
    return entry.length > 0 && entry.every((one) => typeof getAt(one, ['image']) === 'string');
  });
}

/** Labels and annotations for an object of another file, as kubebuilder scaffolds them for cert-manager's CA injector. */
function isMetadataOnly(value: JsonObject): boolean {
  const { annotations, labels } = objectOf(value.metadata);
  const isWhole = Object.keys(value).some((key) => !['apiVersion', 'kind', 'metadata'].includes(key));
  return !isWhole && (annotations !== undefined || labels !== undefined);
}

/** Of webhooks that are there, none says whom to call, nor anything else that the API server demands beside the name. */
function isPartOfWebhooks(webhooks: JsonValue | undefined): boolean {
  const entries = listOf(webhooks).map(objectOf);
  return (
    entries.length > 0 &&
    entries.every(({ clientConfig, sideEffects, admissionReviewVersions }) =>
      [clientConfig, sideEffects, admissionReviewVersions].every((field) => field === undefined),
    )
  );
}

/** `$patch`, `$retainKeys`, `$setElementOrder/…` (apimachinery pkg/util/strategicpatch); no field begins with a dollar. */
function hasDirective(value: JsonObject): boolean {
  return Object.entries(value).some(([key, entry]) => {
    if (/^\$(?:patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/.test(key)) return true;
    // Kustomizations of Flux, and others, carry patches for other objects.
    return !key.startsWith('patch') && directiveBelow(entry);
  });
}

function directiveBelow(entry: JsonValue | undefined): boolean {
  if (isList(entry)) return entry.some(directiveBelow);
  return isObject(entry) && hasDirective(entry);
}
