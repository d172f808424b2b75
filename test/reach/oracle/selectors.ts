import type { Cluster, Labels, LabelSelector, Requirement } from './cluster.ts';
import type { Ask } from './completions.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** The labels of an object, and whether it may have more than these. */
export interface KnownLabels {
  readonly labels: Labels;
  readonly open: boolean;
  /** Tells objects apart in questions. */
  readonly of: string;
}

/**
 * LS7: a namespace with a manifest has its labels and the name label, which overrides; of one without a manifest only
 * the name label is known.
 */
export function labelsOfNamespace(cluster: Cluster, name: string): KnownLabels {
  const manifest = cluster.namespaces.find((namespace) => namespace.name === name);
  const labels = { ...manifest?.labels, [NAME_LABEL]: name };
  return { labels, open: manifest === undefined, of: `namespace ${name}` };
}

/** LS1, LS2: all requirements of a selector hold; the empty one has none. `at` is the selector's place. */
export function selects(selector: LabelSelector, known: KnownLabels, at: string, ask: Ask): boolean {
  return requirementsOf(selector).every((requirement, index) => {
    if (known.open && !(requirement.key in known.labels))
      return ask(`requirement ${index} of ${at} holds for ${known.of}`, 2) === 1;
    return holds(requirement, known.labels);
  });
}

function requirementsOf({ matchLabels, matchExpressions }: LabelSelector): readonly Requirement[] {
  const equal = Object.entries(matchLabels ?? {});
  return [
    ...equal.map(([key, value]): Requirement => ({ key, operator: 'In', values: [value] })),
    ...(matchExpressions ?? []),
  ];
}

/** LS3, LS4. */
function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && (values ?? []).includes(value);
    case 'NotIn':
      return value === undefined || !(values ?? []).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}
