import { someOf } from '../../base/some.ts';
import { stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import { isPlaceholder, isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Judgement } from '../../schema/judge.ts';
import { kindCalled, schemaVersions } from '../../schema/kinds.ts';
import { placeOfProblem } from '../../schema/problems.ts';
import type { Problem } from '../../schema/problems.ts';
import type { Shape } from '../../schema/shape.ts';
import { isSecretAt } from '../../secret/hidden.ts';
import { describePath, describeValue, meantBy } from '../../schema/words.ts';
import { judgementOn } from '../judgement.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { Check, Context, Finding, FindingFix } from '../rule.ts';

/** What the structure of an object has that its API version does not take. `with.is` is what the rule tells of it. */
export const check: Check = (resource, context) => {
  const judgement = judgementOn(resource, context);
  return judgement === undefined || judgement.problems.length === 0
    ? NOTHING
    : findingsOf(resource, context, judgement);
};

const NOTHING: readonly Finding[] = [];

function* findingsOf(resource: Resource, context: Context, judgement: Judgement): Iterable<Finding> {
  const wanted = stringOf(context.params.is);
  const problems = judgement.problems.filter(
    (problem) => problem.is === wanted && !isFilledIn(problem, resource, judgement),
  );
  const { definition, releases } = judgement;
  const together = missingTogether(problems);
  for (const problem of problems) {
    const missing = together.get(problem) ?? [];
    if (problem.is === 'missing' && missing.length === 0) continue;
    // Metadata are those of every object, whoever defines the kind.
    const assumed = judgement.assumed && !(problem.is === 'type' && problem.path[0] === 'metadata');
    const taker = releases?.takenBy(placeOfProblem(problem));
    const finding = findingOf(
      problem,
      missing,
      resource,
      sayingOf(problem, { ...judgement, assumed }, taker),
    );
    const later = versionTaking(problem, resource, context);
    yield {
      ...finding,
      ...(assumed ? { severity: isSlip(problem) ? 'warning' : 'info' } : {}),
      ...(taker !== undefined || isOfWebhook(problem) ? { severity: 'warning' } : {}),
      ...(later === undefined
        ? {}
        : {
            severity: 'info',
            message: `${finding.message} Kubernetes 1.${later} takes it, and no version was named (--kubernetes-version).`,
          }),
      ...(definition === undefined
        ? {}
        : { related: [{ resource: definition, message: `${nameOf(definition)} defines it` }] }),
    };
  }
}

const REJECTED = 'the API server rejects it';

/** Who does not take an object, and what follows. */
interface Saying {
  readonly by: string;
  /** Undefined where it is not certain. */
  readonly effect: string | undefined;
}

/** `taker`: the release that takes what the newest does not. */
function sayingOf(problem: Problem, { by, assumed, releases }: Judgement, taker: string | undefined): Saying {
  if (taker !== undefined) return { by, effect: `${taker} takes it` };
  if (assumed || isOfWebhook(problem)) return { by, effect: undefined };
  return { by: releases?.all() ?? by, effect: REJECTED };
}

function isOfWebhook(problem: Problem): boolean {
  return problem.is === 'value' && problem.byWebhook === true;
}

/** What lacks several fields is one mistake, such as a part of an object that is taken for the whole: the first problem tells of all. */
function missingTogether(problems: readonly Problem[]): ReadonlyMap<Problem, readonly string[]> {
  const byPlace = new Map<string, { readonly first: Problem; readonly fields: string[] }>();
  for (const problem of problems) {
    if (problem.is !== 'missing') continue;
    const place = JSON.stringify(problem.path);
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, { first: problem, fields: [problem.field] });
    else known.fields.push(problem.field);
  }
  return new Map([...byPlace.values()].map(({ first, fields }) => [first, fields]));
}

/** The newest version of Kubernetes, where it takes what the assumed one refuses. */
function versionTaking(problem: Problem, resource: Resource, context: Context): number | undefined {
  const newest = Math.max(...schemaVersions());
  if (
    context.versionSaid ||
    newest <= context.version ||
    kindCalled(resource.apiVersion, resource.kind) === undefined
  )
    return undefined;
  const known = context.graph.memo(
    'refused by the newest version',
    () => new Map<Resource, ReadonlySet<string> | undefined>(),
  );
  if (!known.has(resource)) {
    const then = judgementOn(resource, { ...context, version: newest });
    known.set(resource, then && new Set(then.problems.map(keyOf)));
  }
  const refused = known.get(resource);
  return refused === undefined || refused.has(keyOf(problem)) ? undefined : newest;
}

function keyOf({ is, path }: Problem): string {
  return `${is} ${JSON.stringify(path)}`;
}

/** Of a release that the cluster may not have: another one may know the field, but hardly one spelt nearly alike. */
function isSlip(problem: Problem): boolean {
  // Allowed values come with releases; the form of a duration stays.
  if (problem.is === 'value') return problem.shape.values.length === 0;
  if (problem.is !== 'unknown') return problem.is === 'type';
  return meantBy(problem.field, problem.shape)?.where === 'here';
}

/** What a template engine, or a patch, still has to do. */
function isFilledIn(problem: Problem, { unrendered }: Resource, { releases }: Judgement): boolean {
  switch (problem.is) {
    case 'missing':
      return unrendered !== undefined;
    case 'unknown':
      return isPlaceholder(problem.field) || (unrendered !== undefined && problem.field.startsWith('$'));
    case 'type':
    case 'value': {
      const { value, shape } = problem;
      // What is wrong may be somewhere in it.
      if (typeof value === 'object' && problem.is === 'value') return holdsPlaceholder(value);
      if (typeof value !== 'string') return false;
      // Allowed values, true and false, and what a definition beside it says of a text are words that somebody may have written in capitals.
      return shape.values.length > 0 ||
        shape.scalar === 'boolean' ||
        (releases === undefined && shape.wanted === 'a string')
        ? holdsPlaceholder(value)
        : isPlaceholderName(value) || holdsPlaceholder(value);
    }
  }
}

/** `missing`: the fields that a place lacks, with that of the problem. */
function findingOf(
  problem: Problem,
  missing: readonly string[],
  resource: Resource,
  { by, effect: certain }: Saying,
): Finding {
  const { path } = problem;
  const secret = isSecretAt(resource.manifest.document, [...resource.base, ...path]);
  const place = `${describePath(path)} of ${nameOf(resource)}`;
  const effect =
    certain === REJECTED
      ? certain
      : [`says ${by}`, ...(certain === undefined ? [] : [certain])].join(', but ');
  switch (problem.is) {
    case 'unknown':
      return {
        at: path,
        part: 'key',
        message: `${nameOf(resource)} has ${describePath(path)}, which ${resource.apiVersion} does not know in ${by}${certain === undefined ? '' : `; ${certain}`}.${hintOf(problem.field, problem.shape)}`,
      };
    case 'missing':
      return {
        // A field that is not there is shown at what lacks it.
        at: path.length === 0 ? ['kind'] : [...path, problem.field],
        message: `${nameOf(resource)} has no ${listed(missing.map((field) => describePath([...path, field])))}, which ${resource.apiVersion} requires; ${effect}.`,
      };
    case 'type': {
      const { value, shape } = problem;
      const right = converted(value, shape.scalar);
      return {
        at: path,
        ...(value === null ? { part: 'key' } : {}),
        message: `${place} is ${describeValue(value, secret)}, but takes ${shape.values.length === 0 ? shape.wanted : takenOf(shape)}; ${effect}.`,
        fixes: right === undefined ? [] : [use(right, path, secret)],
      };
    }
    case 'value':
      return wrongValue(problem, place, effect, secret);
  }
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function hintOf(field: string, shape: Shape): string {
  const meant = meantBy(field, shape);
  if (meant === undefined) return '';
  if (meant.where === 'here') return ` Did you mean ${meant.name}?`;
  return meant.where === 'above' ? ' It belongs a level higher.' : ` It belongs into ${meant.inside}.`;
}

/** Where quotes, or the lack of them, are the whole mistake. */
function converted(value: JsonValue, wanted: Shape['scalar']): string | number | boolean | undefined {
  if (wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (typeof value !== 'string') return undefined;
  if (wanted === 'integer' && /^-?(?:0|[1-9]\d*)$/.test(value)) return Number(value);
  return wanted === 'boolean' && (value === 'true' || value === 'false') ? value === 'true' : undefined;
}

function wrongValue(
  { path, value, shape, why, takes }: Extract<Problem, { is: 'value' }>,
  place: string,
  effect: string,
  secret: boolean,
): Finding {
  const { values, wanted } = shape;
  if (why !== undefined) return { at: path, message: `${place} ${why}; ${effect}.` };
  if (takes !== undefined || values.length === 0)
    return {
      at: path,
      message: `${place} is ${describeValue(value, secret)}, but takes ${takes ?? wanted}; ${effect}.`,
    };
  const text = typeof value === 'string' ? value : '';
  const near = values.find((one) => one.toLowerCase() === text.toLowerCase()) ?? nearest(text, values);
  return {
    at: path,
    message: `${place} is ${describeValue(value, secret)}, but takes ${takenOf(shape)}; ${effect}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    fixes: near === undefined ? [] : [use(near, path)],
  };
}

/** The values that a place takes. */
function takenOf({ values }: Shape): string {
  const known = values.map((one) => (one === '' ? '""' : one));
  return `${known.length === 1 ? '' : 'one of '}${someOf(known)}`;
}

function use(value: string | number | boolean, at: Path, secret = false): FindingFix {
  const quotes = typeof value === 'string' ? 'Put it in quotes' : 'Write it without quotes';
  return { title: secret ? quotes : `Use ${JSON.stringify(value)}`, safety: 'safe', edits: [{ at, value }] };
}
