import type { Graph } from '../../reference/graph.ts';
import { getAt } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { isObserved } from '../../resource/controlled.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { allReleases, isRefusedAt, releaseName } from '../../schema/custom/forms.ts';
import { knownKind } from '../../schema/custom/known.ts';
import type { KnownForm } from '../../schema/custom/known.ts';
import type { CustomVersion } from '../../schema/crd.ts';
import { areRelated } from '../../schema/problems.ts';
import { ruleOutcomes } from '../custom-rules.ts';
import type { RuleOutcome } from '../custom-rules.ts';
import { definitionsOf } from '../definitions.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { Check, Finding } from '../rule.ts';

/** Expressions in the definition of a custom resource that its objects must keep to (x-kubernetes-validations). */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  const [version, ...copies] = definitionsOf(graph, resource);
  yield* version === undefined ? byReleases(resource, graph) : byCopies(resource, graph, version, copies);
};

function* byCopies(
  resource: Resource,
  graph: Graph,
  version: CustomVersion,
  copies: readonly CustomVersion[],
): Iterable<Finding> {
  const { definition } = version;
  const elsewhere = copies.map(
    (copy) => new Set([...ruleOutcomes(graph, resource, copy)].filter(isBroken).map(keyOf)),
  );
  for (const outcome of ruleOutcomes(graph, resource, version)) {
    if (!isBroken(outcome) || !elsewhere.every((broken) => broken.has(keyOf(outcome)))) continue;
    const { at, message, ruleAt } = outcome;
    yield {
      at: placeIn(at),
      message: `${nameOf(resource)} breaks a rule of its definition: ${message}; the API server rejects it.`,
      related: [{ resource: definition, at: ruleAt, message: `${nameOf(definition)} says so` }],
    };
  }
}

/** What the newest release takes is taken; what it refuses may be a matter of releases. */
function* byReleases(resource: Resource, graph: Graph): Iterable<Finding> {
  const known = knownKind(resource.apiVersion, resource.kind);
  const [newest, ...older] = known?.forms ?? [];
  if (known === undefined || newest === undefined || isObserved(resource)) return;
  for (const { is, at, message } of outcomesOf(graph, resource, newest)) {
    if (is !== 'broken' || holdsPlaceholder(getAt(resource.value, at))) continue;
    const taker = older.find((form) => !isRefused(graph, resource, form, at));
    const by = taker === undefined ? allReleases(known) : releaseName(known, newest);
    const effect =
      taker === undefined ? 'the API server rejects it' : `${releaseName(known, taker)} takes it`;
    yield {
      at: placeIn(at),
      message: `${nameOf(resource)} breaks a rule of ${by}: ${message}; ${effect}.`,
      ...(taker === undefined ? {} : { severity: 'warning' }),
    };
  }
}

function outcomesOf(graph: Graph, resource: Resource, { schema }: KnownForm): readonly RuleOutcome[] {
  return ruleOutcomes(graph, resource, { schema, at: [] });
}

/** Whether a release refuses a place, by whatever it says of it. */
function isRefused(graph: Graph, resource: Resource, form: KnownForm, place: Path): boolean {
  return (
    isRefusedAt(resource.value, form, place) ||
    outcomesOf(graph, resource, form).some((outcome) => isBroken(outcome) && areRelated(outcome.at, place))
  );
}

/** Of the whole object nobody is shown every line. */
function placeIn(at: Path): Path {
  return at.length === 0 ? ['kind'] : at;
}

function isBroken({ is }: RuleOutcome): boolean {
  return is === 'broken';
}

/** What is refused and why, in any copy of the definition. */
function keyOf({ at, message }: RuleOutcome): string {
  return `${at.join('\0')}\n${message}`;
}
