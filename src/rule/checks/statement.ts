import { getAt, isObject, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { isEqual } from '../../base/equal.ts';
import { nearest } from '../../base/nearest.ts';
import { isPlaceholder, isPlaceholderName } from '../../reference/world.ts';
import { isObserved } from '../../resource/controlled.ts';
import { groupOf, isBuiltIn } from '../../resource/kinds.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { kindCalled } from '../../schema/kinds.ts';
import { describePath } from '../../schema/words.ts';
import { MASK } from '../../secret/user-info.ts';
import { isSecretAt } from '../../secret/hidden.ts';
import { violationsOf } from '../../validation/judge.ts';
import type { Violation } from '../../validation/statement.ts';
import { judgementOn } from '../judgement.ts';
import { perObject } from '../per-object.ts';
import type { Check, Context, Finding } from '../rule.ts';

/** What the validation of the API server refuses of an object. `with.form` is the form of the statements that the rule tells of. */
export const check: Check = (resource, context) => {
  const violations = violationsOn(resource, context);
  return violations.length === 0 ? NOTHING : findingsOf(violations, resource, context);
};

const NOTHING: readonly Finding[] = [];

function* findingsOf(
  violations: readonly Violation[],
  resource: Resource,
  context: Context,
): Iterable<Finding> {
  for (const violation of violations) {
    if (violation.form !== context.params.form || isFilledIn(violation, resource)) continue;
    if (violation.form === 'required' && isToldBySchema(violation, resource, context)) continue;
    yield findingOf(violation, resource);
  }
}

const violationsOn = perObject((resource, { version }) =>
  isJudged(resource) ? violationsOf(resource.type, resource.value, version) : [],
);

/**
 * What was read from a cluster was taken by its API server, and has what that one added. An apiVersion that no API server has is no
 * object of the kind; sops encrypts values in place.
 */
function isJudged(resource: Resource): boolean {
  const { apiVersion, kind, value } = resource;
  if (isObserved(resource) || isObject(value.sops)) return false;
  return isBuiltIn(groupOf(apiVersion)) && kindCalled(apiVersion, kind) !== undefined;
}

/** What a template engine, or a patch, still has to do. */
function isFilledIn({ form, value, path, part }: Violation, { unrendered, value: root }: Resource): boolean {
  if (form === 'required') return unrendered !== undefined || isMisspelt(path, root);
  if (form === 'agreement') return unrendered !== undefined;
  const written: JsonValue | undefined = value ?? getAt(root, path);
  if (part === 'key') {
    const key = path.at(-1);
    return typeof key === 'string' && isPlaceholder(key);
  }
  if (typeof written !== 'string') return false;
  return form === 'format' ? isPlaceholderName(written) : isPlaceholder(written);
}

function isToldBySchema({ path }: Violation, resource: Resource, context: Context): boolean {
  return (judgementOn(resource, context)?.problems ?? []).some(
    (problem) => problem.is === 'missing' && isEqual([...problem.path, problem.field], path),
  );
}

/** What is missing is there by another name, of which the schemas tell. */
function isMisspelt(path: Path, root: JsonValue): boolean {
  const name = path.at(-1);
  const holder = getAt(root, path.slice(0, -1));
  if (typeof name !== 'string' || !isObject(holder) || holder[name] !== undefined) return false;
  return nearest(name, Object.keys(holder)) !== undefined;
}

function findingOf(violation: Violation, resource: Resource): Finding {
  const { path, part, value, problem, meant, other } = violation;
  const secret = isSecretAt(resource.manifest.document, [...resource.base, ...path]);
  const place = `${path.length === 0 ? 'It' : describePath(path)} of ${nameOf(resource)}`;
  const shown = value === undefined ? '' : ` is ${secret ? MASK : textOf(value)}, which`;
  const key = part === 'key' && value !== undefined;
  return {
    at: path,
    ...(part === undefined ? {} : { part }),
    message: `${key ? `The key ${stringOf(value) ?? ''} in ${describePath(path.slice(0, -1))} of ${nameOf(resource)}` : `${place}${shown}`} ${problem}; the API server rejects the ${resource.kind}.`,
    ...(other === undefined ? {} : { related: [{ resource, at: other.path, message: other.message }] }),
    ...(meant === undefined || secret
      ? {}
      : {
          fixes: [
            { title: `Use ${JSON.stringify(meant)}`, safety: 'unsafe', edits: [{ at: path, value: meant }] },
          ],
        }),
  };
}

function textOf(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
