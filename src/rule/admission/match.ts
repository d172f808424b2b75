import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { groupOf, isClusterScoped } from '../../resource/kinds.ts';
import type { Resource } from '../../resource/resource.ts';
import { matches, readLabelSelector } from '../../resource/selector.ts';
import type { Match } from '../../resource/selector.ts';

/**
 * Whether an object that is made is among what a policy or a binding is for. Source: k/k staging/src/k8s.io/apiserver
 * pkg/admission/plugin/policy/matching/matching.go; api admissionregistration/v1 MatchResources.
 */
export function matchesResources(graph: Graph, constraints: JsonObject, resource: Resource): Match {
  const excluded = listOf(constraints.excludeResourceRules).some((rule) =>
    ruleMatches(objectOf(rule), resource),
  );
  if (excluded) return 'no';
  const rules = listOf(constraints.resourceRules);
  // Those of a policy are required; a binding without any is for all of the policy's.
  if (rules.length > 0 && !rules.some((rule) => ruleMatches(objectOf(rule), resource))) return 'no';
  return both(
    selects(constraints.objectSelector, { labels: resource.labels }),
    namespaceMatches(graph, constraints.namespaceSelector, resource),
  );
}

function namespaceMatches(graph: Graph, selector: JsonValue | undefined, resource: Resource): Match {
  // Objects without a namespace are not left out by it, but for namespaces themselves, whose own labels count.
  if (resource.type === 'Namespace') return selects(selector, { labels: resource.labels });
  if (isClusterScoped(resource.type)) return 'yes';
  return selects(selector, graph.namespaceLabels(resource.namespace));
}

function selects(
  selector: JsonValue | undefined,
  set: { readonly labels: Resource['labels']; readonly open?: boolean },
): Match {
  if (!isObject(selector)) return 'yes';
  const read = readLabelSelector(selector);
  return read === undefined ? 'maybe' : matches(read, set);
}

function both(a: Match, b: Match): Match {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'maybe' || b === 'maybe' ? 'maybe' : 'yes';
}

function ruleMatches(rule: JsonObject, { apiVersion, kind, name, type }: Resource): boolean {
  const { creates, groups, versions, resources, names, scope } = readRule(rule);
  return (
    creates &&
    has(groups, groupOf(apiVersion)) &&
    has(versions, apiVersion.slice(apiVersion.indexOf('/') + 1)) &&
    (resources.includes('*') || resources.includes('*/*') || resources.includes(pluralOf(kind))) &&
    (names.length === 0 || names.includes(name)) &&
    (scope === '*' || (scope === 'Cluster') === isClusterScoped(type))
  );
}

interface ResourceRule {
  readonly creates: boolean;
  readonly groups: readonly string[];
  readonly versions: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly scope: string;
}

/** Each is asked about every object. */
const rules = new WeakMap<JsonObject, ResourceRule>();

function readRule(rule: JsonObject): ResourceRule {
  const known = rules.get(rule);
  if (known !== undefined) return known;
  const operations = strings(rule.operations);
  const read = {
    creates: operations.includes('CREATE') || operations.includes('*'),
    groups: strings(rule.apiGroups),
    versions: strings(rule.apiVersions),
    resources: strings(rule.resources),
    names: strings(rule.resourceNames),
    scope: stringOf(rule.scope) ?? '*',
  };
  rules.set(rule, read);
  return read;
}

function has(list: readonly string[], one: string): boolean {
  return list.includes('*') || list.includes(one);
}

function strings(value: JsonValue | undefined): readonly string[] {
  return listOf(value).filter((one) => typeof one === 'string');
}

/** What the API calls the kind (apimachinery pkg/api/meta/restmapper.go UnsafeGuessKindToResource). */
export function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower === 'endpoints') return lower;
  if (lower.endsWith('s') || lower.endsWith('x')) return `${lower}es`;
  return lower.endsWith('y') && !/[aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
