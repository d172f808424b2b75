import { getAt, isList, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import type { Severity } from '../../diagnostic/diagnostic.ts';
import type { Resource } from '../../resource/resource.ts';
import type { TypeName } from '../../resource/kinds.ts';

/** A field that differs and that the API server does not let change. */
export interface FixedField {
  readonly path: Path;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  readonly severity: Severity;
}

interface Fixed {
  readonly path: Path;
  /**
   * `either`: nothing fills it in, so one that is added or removed differs, too. `both`: only two that are written can be
   * compared, for the API server fills in the rest.
   */
  readonly compared: 'either' | 'both';
}

const SELECTOR: Fixed = { path: ['spec', 'selector'], compared: 'either' };

/**
 * Sources: k/k pkg/apis/apps/validation ValidateDeploymentUpdate, ValidateDaemonSetUpdate, ValidateReplicaSetUpdate,
 * ValidateStatefulSetUpdate; pkg/apis/batch/validation ValidateJobSpecUpdate; pkg/apis/core/validation ValidateServiceUpdate,
 * and pkg/registry/core/service/storage for loadBalancerClass. Each was seen refused by kube-apiserver 1.35.4.
 */
const FIXED: Readonly<Record<TypeName, readonly Fixed[] | undefined>> = {
  'apps/Deployment': [SELECTOR],
  'apps/DaemonSet': [SELECTOR],
  'apps/ReplicaSet': [SELECTOR],
  'apps/StatefulSet': [
    SELECTOR,
    { path: ['spec', 'serviceName'], compared: 'either' },
    { path: ['spec', 'podManagementPolicy'], compared: 'both' },
  ],
  'batch/Job': [
    { path: ['spec', 'completionMode'], compared: 'both' },
    { path: ['spec', 'managedBy'], compared: 'both' },
  ],
};

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
    .filter(({ path, compared }) => differs(getAt(before.value, path), getAt(after.value, path), compared))
    .map(({ path }) => found(path));
  if (after.type === 'apps/StatefulSet') fields.push(...claimTemplates(before, after).map(found));
  if (after.type === 'Service') fields.push(...addresses(before, after).map(found));
  if (after.type === 'batch/Job') fields.push(...images(before, after).map(found));
  return fields;
}

function differs(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  compared: Fixed['compared'],
): boolean {
  if (compared === 'both' && (isUnset(before) || isUnset(after))) return false;
  return canonical(before) !== canonical(after);
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

/** A StatefulSet keeps the list of its claims; of each, what the API server fills in is not compared. */
function claimTemplates(before: Resource, after: Resource): readonly Path[] {
  const list: Path = ['spec', 'volumeClaimTemplates'];
  const [old, current] = [before, after].map(({ value }) => listOf(getAt(value, list)));
  const names = (claims: readonly JsonValue[] | undefined): string =>
    JSON.stringify((claims ?? []).map((claim) => getAt(claim, ['metadata', 'name']) ?? ''));
  if (names(old) !== names(current)) return [list];
  return (current ?? []).flatMap((_, index) =>
    CLAIM.map((path): Path => [...list, index, ...path]).filter((path) =>
      differs(getAt(before.value, path), getAt(after.value, path), 'both'),
    ),
  );
}

const CLAIM: readonly Path[] = [
  ['spec', 'accessModes'],
  ['spec', 'storageClassName'],
  ['spec', 'volumeMode'],
  ['spec', 'resources', 'requests', 'storage'],
];

/** A Service keeps its address, its first family and the class of its load balancer unless its type changes from or to a name. */
function addresses(before: Resource, after: Resource): readonly Path[] {
  const types = [before, after].map(({ value }) => stringOf(objectOf(value.spec).type) ?? 'ClusterIP');
  if (types.includes('ExternalName')) return [];
  const paths: Path[] = [
    ['spec', 'clusterIP'],
    ['spec', 'ipFamilies', 0],
  ];
  if (types.every((type) => type === 'LoadBalancer')) paths.push(['spec', 'loadBalancerClass']);
  return paths.filter((path) => differs(getAt(before.value, path), getAt(after.value, path), 'both'));
}

/** The template of a Job is fixed; its images are what people change. */
function images(before: Resource, after: Resource): readonly Path[] {
  // It removes itself when it has ended.
  if (objectOf(before.value.spec).ttlSecondsAfterFinished !== undefined) return [];
  const containers: Path = ['spec', 'template', 'spec', 'containers'];
  return listOf(getAt(after.value, containers)).flatMap((container, index) => {
    const path: Path = [...containers, index, 'image'];
    const { name, image } = objectOf(container);
    const old = listOf(getAt(before.value, containers)).find((one) => objectOf(one).name === name);
    const written = objectOf(old).image;
    return written !== undefined && image !== undefined && written !== image ? [path] : [];
  });
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
