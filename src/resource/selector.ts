import { someOf } from '../base/some.ts';
import { isList, isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonValue, Path } from '../base/json.ts';
import type { Labels } from './resource.ts';

/**
 * Label selectors with the whole algebra of the API machinery
 * (k8s.io/apimachinery pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector, pkg/labels/selector.go Matches).
 */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
  /** Relative to the selector: where a person would change it. */
  readonly path: Path;
}

/** ANDed requirements; none at all match everything. */
export interface Selector {
  readonly requirements: readonly Requirement[];
}

/**
 * Labels as far as they are known. `added` keys are present with a value that only the cluster knows (controllers and
 * webhooks write them); `open` means that there may be labels nobody has written down here.
 */
export interface LabelSet {
  readonly labels: Labels;
  readonly added?: ReadonlySet<string>;
  readonly open?: boolean;
}

export type Match = 'yes' | 'no' | 'maybe';

/**
 * Reads a LabelSelector. Undefined if it is absent: what absence means is up to each field. A malformed requirement
 * (unknown operator, no key) is rejected by the API server and left out here.
 */
export function readLabelSelector(value: JsonValue | undefined): Selector | undefined {
  if (!isObject(value)) return undefined;
  const requirements: Requirement[] = [];
  for (const [key, entry] of Object.entries(objectOf(value.matchLabels))) {
    if (typeof entry === 'string') {
      requirements.push({ key, operator: 'In', values: [entry], path: ['matchLabels', key] });
    }
  }
  listOf(value.matchExpressions).forEach((entry, index) => {
    const expression = objectOf(entry);
    const key = stringOf(expression.key);
    const operator = OPERATORS.get(stringOf(expression.operator) ?? '');
    if (key === undefined || operator === undefined) return;
    const values = isList(expression.values)
      ? expression.values.filter((v): v is string => typeof v === 'string')
      : [];
    requirements.push({ key, operator, values, path: ['matchExpressions', index] });
  });
  return { requirements };
}

const OPERATORS: ReadonlyMap<string, Requirement['operator']> = new Map([
  ['In', 'In'],
  ['NotIn', 'NotIn'],
  ['Exists', 'Exists'],
  ['DoesNotExist', 'DoesNotExist'],
]);

/**
 * Reads the plain map of a Service or ReplicationController. Undefined if it is absent or empty: such a Service
 * selects no Pods at all (api core/v1 ServiceSpec.selector), the opposite of an empty LabelSelector.
 */
export function readMapSelector(value: JsonValue | undefined): Selector | undefined {
  if (!isObject(value)) return undefined;
  const requirements: Requirement[] = [];
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'string') requirements.push({ key, operator: 'In', values: [entry], path: [key] });
  }
  return requirements.length === 0 ? undefined : { requirements };
}

export function matches(selector: Selector, set: LabelSet): Match {
  let result: Match = 'yes';
  for (const requirement of selector.requirements) {
    const one = matchesOne(requirement, set);
    if (one === 'no') return 'no';
    if (one === 'maybe') result = 'maybe';
  }
  return result;
}

export function matchesOne(requirement: Requirement, set: LabelSet): Match {
  const { key, operator, values } = requirement;
  const value = Object.hasOwn(set.labels, key) ? set.labels[key] : undefined;
  const added = value === undefined && set.added?.has(key) === true;
  const unknown = value === undefined && !added && set.open === true;
  switch (operator) {
    case 'Exists':
      return unknown ? 'maybe' : yesNo(value !== undefined || added);
    case 'DoesNotExist':
      return unknown ? 'maybe' : yesNo(value === undefined && !added);
    case 'In':
      if (added || unknown) return 'maybe';
      return yesNo(value !== undefined && values.includes(value));
    case 'NotIn':
      if (added || unknown) return 'maybe';
      return yesNo(value === undefined || !values.includes(value));
  }
}

function yesNo(condition: boolean): Match {
  return condition ? 'yes' : 'no';
}

/** What tells two selectors apart. */
export function selectorKey({ requirements }: Selector): string {
  return JSON.stringify(requirements.map(({ key, operator, values }) => [key, operator, values]));
}

/** `app=web, tier in (a, b), !legacy`: the short form that kubectl prints; long lists are cut. */
export function formatSelector(selector: Selector): string {
  return someOf(selector.requirements.map(formatRequirement));
}

export function formatRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0] ?? ''}` : `${key} in (${someOf(values)})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0] ?? ''}` : `${key} notin (${someOf(values)})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}

export function formatLabels(labels: Labels): string {
  return someOf(Object.entries(labels).map(([key, value]) => `${key}=${value}`));
}
