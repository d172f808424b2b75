import { getAt, isObject } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { labelValueProblem, qualifiedNameProblem } from '../../resource/syntax.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check, Context, Finding } from '../rule.ts';

/** Labels, of an object or of its pods, and keys of annotations that the API server refuses (ValidateLabels, ValidateAnnotations). */
export const check: Check = function* (resource, context) {
  // A Service holds its selector to the same (ValidateService).
  if (resource.type === 'Service') yield* inLabels(resource, ['spec', 'selector']);
  for (const path of placesOf(resource, context)) {
    yield* inLabels(resource, [...path, 'labels']);
    yield* inAnnotations(resource, [...path, 'annotations']);
  }
};

function placesOf(resource: Resource, { graph }: Context): readonly Path[] {
  const templates = graph
    .podsOf(resource)
    .filter(({ written, path }) => written && path.length > 0)
    .map(({ path }): Path => [...path, 'metadata']);
  return [['metadata'], ...templates];
}

function* inLabels(resource: Resource, at: Path): Iterable<Finding> {
  const labels = getAt(resource.value, at);
  if (!isObject(labels)) return;
  for (const [key, value] of Object.entries(labels)) {
    const what = at[1] === 'selector' ? 'selector' : 'label';
    const found = keyFinding(resource, at, key, what);
    if (found !== undefined) yield found;
    if (typeof value !== 'string') continue;
    const problem = labelValueProblem(value);
    if (problem === undefined || isPlaceholder(value) || isOverwritten(resource, at, key)) continue;
    yield {
      at: [...at, key],
      message: `The value ${JSON.stringify(value)} of the ${what} ${key} of ${nameOf(resource)} ${problem}; the API server rejects ${rejectedAt(resource, at)}.`,
    };
  }
}

/** The name of a Namespace is written over what is there before anything is validated (core/v1/defaults.go SetDefaults_Namespace). */
function isOverwritten({ type }: Resource, at: Path, key: string): boolean {
  return type === 'Namespace' && at.length === 2 && key === 'kubernetes.io/metadata.name';
}

/** Labels of a template are those of its pods. */
function rejectedAt(resource: Resource, at: Path): string {
  const called = `the ${resource.kind}`;
  return at[0] === 'metadata' ? called : rejectedFor(resource, called);
}

/** All annotations of an object together (apimachinery pkg/api/validation/objectmeta.go TotalAnnotationSizeLimitB). */
const MOST_BYTES = 256 * 1024;

function* inAnnotations(resource: Resource, at: Path): Iterable<Finding> {
  const annotations = getAt(resource.value, at);
  if (!isObject(annotations)) return;
  let length = 0;
  for (const [key, value] of Object.entries(annotations)) {
    length += key.length + (typeof value === 'string' ? value.length : 0);
    const found = keyFinding(resource, at, key, 'annotation');
    if (found !== undefined) yield found;
  }
  // A character has three bytes at most, and a pair of surrogates four.
  const size = length * 3 > MOST_BYTES ? bytesOf(annotations) : 0;
  if (size > MOST_BYTES)
    yield {
      at,
      part: 'key',
      message: `The annotations of ${nameOf(resource)} have ${size} bytes, and may have ${MOST_BYTES} together; the API server rejects ${rejectedAt(resource, at)}.`,
    };
}

function bytesOf(annotations: JsonObject): number {
  return Object.entries(annotations).reduce(
    (sum, [key, value]) =>
      sum + Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0),
    0,
  );
}

function keyFinding(resource: Resource, at: Path, key: string, what: string): Finding | undefined {
  // Keys of annotations are compared in lower case.
  const problem = qualifiedNameProblem(what === 'annotation' ? key.toLowerCase() : key);
  if (problem === undefined || isPlaceholder(key)) return undefined;
  return {
    at: [...at, key],
    part: 'key',
    message: `The key of the ${what} ${key} of ${nameOf(resource)} ${problem}; the API server rejects ${rejectedAt(resource, at)}.`,
  };
}
