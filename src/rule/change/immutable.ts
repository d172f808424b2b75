import { getAt, isList, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import type { Severity } from '../../diagnostic/diagnostic.ts';
import type { TypeName } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { claimChanges, claimTemplateChanges } from './claim.ts';
import { FIXED } from './fixed.ts';
import type { Fixed } from './fixed.ts';
import { jobChanges } from './job.ts';
import { keptChanges } from './kept.ts';
import type { Change } from './kept.ts';
import { loosePolicies, podChanges } from './pod.ts';
import { heldFast, volumeSource } from './storage.ts';

/** A field that differs and that the API server does not let change. */
export interface FixedField {
  readonly path: Path;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  readonly severity: Severity;
  /** Whether the values are not to be said. */
  readonly hidden?: boolean;
  /** Whether it is the unwritten imagePullPolicy of an image that would change. */
  readonly isPolicy?: boolean;
}

/** The fields of an object that a change would have to change, and cannot. */
export function fixedFields(before: Resource, after: Resource): readonly FixedField[] {
  if (before.unrendered !== undefined || after.unrendered !== undefined || isMadeAnew(after)) return [];
  // A Job is often gone before the next is applied.
  const severity: Severity = after.type === 'batch/Job' ? 'warning' : 'error';
  const found = (path: Path): FixedField => ({
    path,
    before: getAt(before.value, path),
    after: getAt(after.value, path),
    severity,
  });
  const fields = (FIXED[after.type] ?? [])
    .filter((one) => differs(getAt(before.value, one.path), getAt(after.value, one.path), one))
    .map(({ path }) => found(path));
  const changes = CHANGES[after.type]?.(before, after) ?? [];
  fields.push(...changes.map((change) => ({ ...change, severity })));
  if (after.type === 'Service') fields.push(...addresses(before, after).map(found));
  if (after.type === 'Pod')
    fields.push(
      ...loosePolicies(before, after).map((one): FixedField => ({
        ...one,
        severity: 'warning',
        isPolicy: true,
      })),
    );
  if (after.type === 'ConfigMap' || after.type === 'Secret') {
    // What they hold is nobody's business.
    const fast = heldFast(before, after).map(found);
    fields.push(...fast.map((one) => (one.path[0] === 'immutable' ? one : { ...one, hidden: true })));
  }
  return fields;
}

/** Kinds of which a table of paths does not say enough. */
const CHANGES: Readonly<
  Record<TypeName, ((before: Resource, after: Resource) => readonly Change[]) | undefined>
> = {
  Pod: podChanges,
  PersistentVolume: volumeSource,
  PersistentVolumeClaim: claimChanges,
  'apps/StatefulSet': claimTemplateChanges,
  'batch/Job': jobChanges,
  'resource.k8s.io/ResourceClaim': wholeSpec,
  'resource.k8s.io/ResourceClaimTemplate': wholeSpec,
};

/** pkg/apis/resource/validation ValidateResourceClaimUpdate, ValidateResourceClaimTemplateUpdate. */
function wholeSpec(before: Resource, after: Resource): readonly Change[] {
  return keptChanges(before.value.spec, after.value.spec, ['spec']);
}

type Compared = Pick<Fixed, 'compared' | 'unset' | 'unordered'>;

const BOTH: Compared = { compared: 'both' };

function differs(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  { compared, unset, unordered = false }: Compared,
): boolean {
  if (compared !== 'either' && isUnset(before)) return false;
  if (compared === 'both' && isUnset(after)) return false;
  const [old, current] = [before, after].map((value) => {
    const meant = isUnset(value) ? unset : value;
    return canonical(unordered && isList(meant) ? [...meant].sort() : meant);
  });
  return old !== current;
}

function isUnset(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** Keys in order, and nothing told from what is empty. */
function canonical(value: JsonValue | undefined): string {
  return JSON.stringify(value ?? null, (_key, one: JsonValue) => {
    if (typeof one !== 'object' || one === null || isList(one)) return one;
    const entries = Object.entries(one).filter(([, entry]) => entry !== null && entry !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** A Service keeps its address, its first family and the class of its load balancer unless its type changes from or to a name. */
function addresses(before: Resource, after: Resource): readonly Path[] {
  const types = [before, after].map(({ value }) => stringOf(objectOf(value.spec).type) ?? 'ClusterIP');
  if (types.includes('ExternalName')) return [];
  const paths: Path[] = [
    ['spec', 'clusterIP'],
    ['spec', 'ipFamilies', 0],
    ['spec', 'healthCheckNodePort'],
  ];
  if (objectOf(after.value.spec).clusterIP === undefined) paths.push(['spec', 'clusterIPs', 0]);
  const changed = paths.filter((path) => differs(getAt(before.value, path), getAt(after.value, path), BOTH));
  const balancer: Path = ['spec', 'loadBalancerClass'];
  // Added it may be what a webhook has filled in.
  const isKept = types.every((type) => type === 'LoadBalancer');
  return isKept && differs(getAt(before.value, balancer), getAt(after.value, balancer), { compared: 'kept' })
    ? [...changed, balancer]
    : changed;
}

/** Hooks and what is replaced by force are deleted first. */
function isMadeAnew({ annotations }: Resource): boolean {
  return (
    annotations['helm.sh/hook'] !== undefined ||
    annotations['argocd.argoproj.io/hook'] !== undefined ||
    /\b(?:Force|Replace)=true\b/.test(annotations['argocd.argoproj.io/sync-options'] ?? '') ||
    annotations['kustomize.toolkit.fluxcd.io/force']?.toLowerCase() === 'enabled'
  );
}
