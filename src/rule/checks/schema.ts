import { isObject, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { schemaVersion } from '../../schema/kinds.ts';
import { problemsOf } from '../../schema/problems.ts';
import type { MissingField, Problem, UnknownField, WrongType, WrongValue } from '../../schema/problems.ts';
import { describePath, describeType, describeValue, meantBy } from '../../schema/words.ts';
import type { Check, Context, Finding, FindingFix } from '../rule.ts';

/** What the structure of an object has that its API version does not take. `with.is` is what the rule tells of it. */
export const check: Check = function* (resource, context) {
  const wanted = stringOf(context.params.is);
  for (const problem of problemsIn(resource, context)) {
    if (problem.is !== wanted || isFilledIn(problem, resource)) continue;
    yield findingOf(problem, resource, context.version);
  }
};

/** Asked by each of the rules, found once. */
function problemsIn(resource: Resource, { graph, version }: Context): readonly Problem[] {
  const known = graph.memo(`schema problems 1.${version}`, () => new Map<Resource, readonly Problem[]>());
  let problems = known.get(resource);
  if (problems === undefined) {
    // sops encrypts values in place and adds a field; what is applied is decrypted.
    problems = isObject(resource.value.sops) ? [] : (problemsOf(resource, version) ?? []);
    known.set(resource, problems);
  }
  return problems;
}

/** What a template engine, or a patch, still has to do. */
function isFilledIn(problem: Problem, { unrendered }: Resource): boolean {
  switch (problem.is) {
    case 'missing':
      return unrendered !== undefined;
    case 'unknown':
      return isPlaceholder(problem.field) || (unrendered !== undefined && problem.field.startsWith('$'));
    case 'type':
    case 'value':
      return typeof problem.value === 'string' && isPlaceholder(problem.value);
  }
}

function findingOf(problem: Problem, resource: Resource, minor: number): Finding {
  switch (problem.is) {
    case 'unknown':
      return unknownField(problem, resource, minor);
    case 'missing':
      return missingField(problem, resource);
    case 'type':
      return wrongType(problem, resource);
    case 'value':
      return wrongValue(problem, resource);
  }
}

function unknownField(problem: UnknownField, resource: Resource, minor: number): Finding {
  const { path } = problem;
  const meant = meantBy(problem);
  const hint =
    meant === undefined
      ? ''
      : meant.where === 'here'
        ? ` Did you mean ${meant.name}?`
        : meant.where === 'above'
          ? ' It belongs a level higher.'
          : ` It belongs into ${meant.inside}.`;
  return {
    at: path,
    part: 'key',
    message: `${nameOf(resource)} has ${describePath(path)}, which ${resource.apiVersion} does not know in Kubernetes 1.${schemaVersion(minor)}; the API server rejects it.${hint}`,
  };
}

function missingField({ path, field }: MissingField, resource: Resource): Finding {
  const last = path.at(-1);
  return {
    // A field that is not there is shown at what lacks it.
    at: last === undefined ? ['kind'] : [...path, field],
    message: `${nameOf(resource)} has no ${describePath([...path, field])}, which ${resource.apiVersion} requires; the API server rejects it.`,
  };
}

function wrongType({ path, value, type, depth }: WrongType, resource: Resource): Finding {
  const wanted = describeType(type, depth);
  const right = depth === type.within.length ? converted(value, type.of) : undefined;
  return {
    at: path,
    ...(value === null ? { part: 'key' } : {}),
    message: `${describePath(path)} of ${nameOf(resource)} is ${describeValue(value)}, but takes ${wanted}; the API server rejects it.`,
    fixes: right === undefined ? [] : [use(right, path)],
  };
}

/** Where quotes, or the lack of them, are the whole mistake. */
function converted(value: JsonValue, wanted: WrongType['type']['of']): string | number | boolean | undefined {
  if (wanted === 's' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (typeof value !== 'string') return undefined;
  if ((wanted === 'i' || wanted === 'x') && /^-?(?:0|[1-9]\d*)$/.test(value)) return Number(value);
  return wanted === 'b' && (value === 'true' || value === 'false') ? value === 'true' : undefined;
}

function wrongValue({ path, value, type: { values, of } }: WrongValue, resource: Resource): Finding {
  const place = `${describePath(path)} of ${nameOf(resource)}`;
  if (values.length === 0)
    return {
      at: path,
      message: `${place} is ${describeValue(value)}, but takes ${describeType({ required: false, within: [], of, definition: '', values }, 0)}; the API server rejects it.`,
    };
  const text = typeof value === 'string' ? value : '';
  const near = values.find((one) => one.toLowerCase() === text.toLowerCase()) ?? nearest(text, values);
  const known = values.map((one) => (one === '' ? '""' : one));
  return {
    at: path,
    message: `${place} is ${describeValue(value)}, but takes ${known.length === 1 ? '' : 'one of '}${known.join(', ')}; the API server rejects it.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    fixes: near === undefined ? [] : [use(near, path)],
  };
}

function use(value: string | number | boolean, at: Path): FindingFix {
  return { title: `Use ${JSON.stringify(value)}`, safety: 'safe', edits: [{ at, value }] };
}
