import { getAt, isList, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import type { Severity } from '../../diagnostic/diagnostic.ts';
import type { Resource } from '../../resource/resource.ts';
import { FIXED } from './fixed.ts';
import type { Fixed } from './fixed.ts';
import { heldFast, volumeSource } from './storage.ts';

/** A field that differs and that the API server does not let change. */
export interface FixedField {
  readonly path: Path;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  readonly severity: Severity;
  /** Whether the values are not to be said. */
  readonly hidden?: boolean;
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
  if (after.type === 'apps/StatefulSet') fields.push(...claimTemplates(before, after).map(found));
  if (after.type === 'Service') fields.push(...addresses(before, after).map(found));
  if (after.type === 'batch/Job') fields.push(...jobFields(before, after).map(found));
  if (after.type === 'PersistentVolume') fields.push(...volumeSource(before, after).map(found));
  if (after.type === 'ConfigMap' || after.type === 'Secret') {
    // What they hold is nobody's business.
    const fast = heldFast(before, after).map(found);
    fields.push(...fast.map((one) => (one.path[0] === 'immutable' ? one : { ...one, hidden: true })));
  }
  return fields;
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

/** A StatefulSet keeps the list of its claims; of each, what the API server fills in is not compared. */
function claimTemplates(before: Resource, after: Resource): readonly Path[] {
  const list: Path = ['spec', 'volumeClaimTemplates'];
  const [old, current] = [before, after].map(({ value }) => listOf(getAt(value, list)));
  const names = (claims: readonly JsonValue[] | undefined): string =>
    JSON.stringify((claims ?? []).map((claim) => getAt(claim, ['metadata', 'name']) ?? ''));
  if (names(old) !== names(current)) return [list];
  return (current ?? []).flatMap((_, index) =>
    CLAIM.map((path): Path => [...list, index, ...path]).filter((path) =>
      differs(getAt(before.value, path), getAt(after.value, path), BOTH),
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
    ['spec', 'healthCheckNodePort'],
  ];
  if (types.every((type) => type === 'LoadBalancer')) paths.push(['spec', 'loadBalancerClass']);
  return paths.filter((path) => differs(getAt(before.value, path), getAt(after.value, path), BOTH));
}

function jobFields(before: Resource, after: Resource): readonly Path[] {
  const [old, current] = [before, after].map(({ value }) => objectOf(value.spec));
  const completions: Path = ['spec', 'completions'];
  const changed = differs(old?.completions, current?.completions, BOTH);
  // An indexed Job may be made longer or shorter, if it runs all of its pods at a time.
  const alike = current?.completionMode === 'Indexed' && current.parallelism === current.completions;
  return [...images(before, after), ...(changed && !alike ? [completions] : [])];
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
