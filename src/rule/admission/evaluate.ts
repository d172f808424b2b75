import { getAt, isObject } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { groupOf } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { prepared } from '../../schema/crd.ts';
import { masked } from '../../secret/hidden.ts';
import { celValue } from '../cel.ts';
import type { Outcome, Variables } from '../cel.ts';
import { Budget, PER_MATCH_CONDITIONS, PER_OBJECT } from '../cel/budget.ts';
import { definitionsOf } from '../definitions.ts';
import { defaultMissing } from './defaults.ts';
import { matchesResources, pluralOf } from './match.ts';
import { admissionPolicies } from './policies.ts';
import type { AdmissionPolicy, Binding, Validation } from './policies.ts';
import { quantityRewritten } from './quantities.ts';

/** What a policy says of one object. */
export type Verdict =
  | {
      readonly is: 'denied';
      readonly policy: AdmissionPolicy;
      readonly binding: Binding;
      readonly validation: Validation;
      readonly message: string;
      /** To the field that the expression asks for first, if it is there. */
      readonly at: Path;
    }
  /** It could not be evaluated, which is never a pass. */
  | { readonly is: 'unknown'; readonly policy: AdmissionPolicy; readonly why: string };

/** The verdicts on an object, for every policy in the input that is for it. */
export function verdictsOn(graph: Graph, resource: Resource): readonly Verdict[] {
  const policies = admissionPolicies(graph);
  if (policies.length === 0 || resource.unrendered !== undefined || isExempt(resource)) return [];
  const known = graph.memo('admission verdicts', () => new Map<Resource, readonly Verdict[]>());
  let verdicts = known.get(resource);
  if (verdicts === undefined) {
    let shared: Variables | undefined;
    const asked = { graph, resource, variables: () => (shared ??= variablesOf(graph, resource)) };
    verdicts = policies.flatMap((policy) =>
      policy.bindings.flatMap((binding) => verdictsOf(asked, policy, binding)),
    );
    known.set(resource, verdicts);
  }
  return verdicts;
}

/** Admission policies do not judge the objects that they are made of (validation_types: "cannot match … policies"). */
function isExempt({ apiVersion }: Resource): boolean {
  return groupOf(apiVersion) === 'admissionregistration.k8s.io';
}

/** An object, and what all policies see of it. */
interface Asked {
  readonly graph: Graph;
  readonly resource: Resource;
  readonly variables: () => Variables;
}

function verdictsOf(asked: Asked, policy: AdmissionPolicy, binding: Binding): readonly Verdict[] {
  const { graph, resource } = asked;
  const matched = [
    matchesResources(graph, policy.matchConstraints, resource),
    matchesResources(graph, binding.matchResources, resource),
  ];
  if (matched.includes('no')) return [];
  const unknown = (why: string): Verdict => ({ is: 'unknown', policy, why });
  if (matched.includes('maybe'))
    return [unknown(`the labels of namespace ${resource.namespace} are not in these manifests`)];
  if (binding.params === undefined) return [unknown('its parameters are not in these manifests')];
  return binding.params.flatMap((params): readonly Verdict[] => {
    const { variables, failed, costs } = variablesFor(
      policy,
      asked.variables(),
      params === 'none' ? undefined : params,
    );
    const budget = new Budget(PER_OBJECT);
    const conditionsBudget = new Budget(PER_MATCH_CONDITIONS);
    // A variable that could not be computed is missing for whoever asks for it: the first reason is the one to tell.
    const because = (error: string): string => {
      const [, key = ''] = /^No such key: (\S+)/.exec(error) ?? [];
      return failed.get(key) ?? error;
    };
    for (const condition of policy.conditions) {
      const outcome = condition(variables, conditionsBudget);
      if ('error' in outcome) return [unknown(because(outcome.error))];
      if (outcome.value !== true) return [];
    }
    return policy.validations.flatMap((validation): readonly Verdict[] => {
      // A variable costs once, and nothing where nobody asks for it.
      for (const name of variablesAsked(validation.text, policy)) {
        budget.spend(costs.get(name) ?? 0);
        costs.delete(name);
      }
      const outcome = validation.run(variables, budget);
      if ('error' in outcome) return [unknown(because(outcome.error))];
      if (outcome.value === true) return [];
      const texts = [validation.text, ...policy.texts];
      const filledIn = defaultMissing(resource, texts);
      if (filledIn !== undefined)
        return [unknown(`the API server fills in ${filledIn}, and it is not written`)];
      const rewritten = quantityRewritten(resource.value, texts);
      if (rewritten !== undefined)
        return [unknown(`the API server writes the quantity ${rewritten} in another way`)];
      if (texts.some((text) => /\brequest\.\??(?!operation|kind|resource|name|namespace|dryRun)/.test(text)))
        return [unknown('it asks for more of the request than manifests tell')];
      // What an expression makes of a secret is one, too: its message is about the object without them.
      const shown = (): Variables =>
        variablesFor(
          policy,
          variablesOf(graph, discreetly(resource)),
          params === 'none' ? undefined : discreetly(params),
        ).variables;
      const message = messageOf(validation, shown, budget);
      return [{ is: 'denied', policy, binding, validation, message, at: placeOf(validation.text, resource) }];
    });
  });
}

/** Names that expressions use (api admissionregistration/v1 Validation.Expression). The request is that which makes the object. */
function variablesOf(graph: Graph, resource: Resource): Variables {
  const { apiVersion, kind, name, namespace } = resource;
  const [group, version] = [groupOf(apiVersion), apiVersion.slice(apiVersion.indexOf('/') + 1)];
  const request = {
    operation: 'CREATE',
    kind: { group, version, kind },
    resource: { group, version, resource: pluralOf(kind) },
    name,
    namespace,
    dryRun: false,
  };
  const owner = graph.namespaceLabels(namespace).resource;
  return {
    object: celValue(completed(graph, resource)),
    oldObject: null,
    request: celValue(request),
    ...(owner === undefined ? {} : { namespaceObject: celValue(owner.value) }),
  };
}

/** With the parameters of a binding, and the variables of a policy. */
function variablesFor(
  policy: AdmissionPolicy,
  ofObject: Variables,
  params: Resource | undefined,
): {
  readonly variables: Variables;
  readonly failed: ReadonlyMap<string, string>;
  /** Of each variable of the policy. */
  readonly costs: Map<string, number>;
} {
  const fixed = { ...ofObject, params: params === undefined ? null : celValue(params.value) };
  // Each variable may use those before it; one that fails is missed only where it is asked for.
  const composed = new Map<string, unknown>();
  const failed = new Map<string, string>();
  const costs = new Map<string, number>();
  const budget = new Budget(PER_OBJECT);
  for (const { name: own, run } of policy.variables) {
    const before = budget.spent;
    const outcome: Outcome = run({ ...fixed, variables: composed }, budget);
    costs.set(own, budget.spent - before);
    if ('value' in outcome) composed.set(own, outcome.value);
    else failed.set(own, `variable ${own}: ${outcome.error}`);
  }
  return { variables: { ...fixed, variables: composed }, failed, costs };
}

function discreetly(resource: Resource): Resource {
  const { manifest, base, value } = resource;
  return { ...resource, value: masked(value, { document: manifest.document, path: base }) };
}

/** With the defaults of its definition. */
function completed(graph: Graph, resource: Resource): JsonValue {
  const [custom] = definitionsOf(graph, resource);
  return custom === undefined ? resource.value : prepared(resource.value, custom.schema);
}

/** The variables that an expression names, and those that they name. */
function variablesAsked(text: string, { variables }: AdmissionPolicy): ReadonlySet<string> {
  const texts = new Map(variables.map((one) => [one.name, one.text]));
  const asked = new Set<string>();
  const open = [text];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const [, name = ''] of next.matchAll(/\bvariables\.(\w+)/g)) {
      if (asked.has(name)) continue;
      asked.add(name);
      open.push(texts.get(name) ?? '');
    }
  return asked;
}

function messageOf(
  { message, messageExpression, text }: Validation,
  variables: () => Variables,
  budget: Budget,
): string {
  const outcome = messageExpression?.(variables(), budget);
  const told =
    outcome !== undefined && 'value' in outcome && typeof outcome.value === 'string' ? outcome.value : '';
  return (told.trim() === '' ? (message ?? `failed expression: ${text}`) : told)
    .slice(0, LONGEST_MESSAGE)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Of what `messageExpression` gives (apiserver pkg/apis/cel/config.go MaxEvaluatedMessageExpressionSizeBytes). */
const LONGEST_MESSAGE = 5 * 1024;

function placeOf(expression: string, { value }: Resource): Path {
  for (const [, text = ''] of expression.matchAll(/\bobject((?:\.\??\w+)+)/g)) {
    let path: Path = [];
    for (const step of text.slice(1).split('.')) {
      const next = [...path, step.replace('?', '')];
      if (getAt(value, next) === undefined) break;
      path = next;
      if (!isObject(getAt(value, path))) break;
    }
    if (path.length > 0) return path;
  }
  return ['kind'];
}
