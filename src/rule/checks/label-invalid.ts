import { getAt, isObject } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { labelValueProblem, qualifiedNameProblem } from '../../resource/syntax.ts';
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
    yield* inKey(resource, [...at, key], at[1] === 'selector' ? 'selector' : 'label');
    if (typeof value !== 'string' || isPlaceholder(value)) continue;
    const problem = labelValueProblem(value);
    if (problem === undefined) continue;
    yield {
      at: [...at, key],
      message: `The value ${JSON.stringify(value)} of the ${at[0] === 'spec' && at[1] === 'selector' ? 'selector' : 'label'} ${key} of ${nameOf(resource)} ${problem}; the API server rejects the ${resource.kind}.`,
    };
  }
}

/** All annotations of an object together (apimachinery pkg/api/validation/objectmeta.go TotalAnnotationSizeLimitB). */
const MOST_BYTES = 256 * 1024;

function* inAnnotations(resource: Resource, at: Path): Iterable<Finding> {
  const annotations = getAt(resource.value, at);
  if (!isObject(annotations)) return;
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    size += Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
    yield* inKey(resource, [...at, key], 'annotation');
  }
  if (size > MOST_BYTES)
    yield {
      at,
      part: 'key',
      message: `The annotations of ${nameOf(resource)} have ${size} bytes, and may have ${MOST_BYTES} together; the API server rejects the ${resource.kind}.`,
    };
}

function* inKey(resource: Resource, at: Path, what: string): Iterable<Finding> {
  const key = String(at.at(-1));
  // Keys of annotations are compared in lower case.
  const problem = isPlaceholder(key)
    ? undefined
    : qualifiedNameProblem(what === 'annotation' ? key.toLowerCase() : key);
  if (problem === undefined) return;
  yield {
    at,
    part: 'key',
    message: `The key of the ${what} ${key} of ${nameOf(resource)} ${problem}; the API server rejects the ${resource.kind}.`,
  };
}
