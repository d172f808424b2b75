import type { Path } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { matches } from '../../resource/selector.ts';
import type { Match, Selector } from '../../resource/selector.ts';

/** Whose objects may attach: `allowedRoutes.namespaces`, `allowedListeners.namespaces`. */
export interface NamespaceRule {
  /** `Same`, `All`, `Selector` or `None`. */
  readonly from: string;
  /** Undefined where there is none: a rule with `Selector` then admits nobody. */
  readonly selector: Selector | undefined;
  /** To what a person would change. */
  readonly at: Path;
}

/** GA3, GA11: gateway-api apis/v1/gateway_types.go FromNamespaces. */
export function admitsNamespace(graph: Graph, rule: NamespaceRule, own: string, other: string): Match {
  switch (rule.from) {
    case 'All':
      return 'yes';
    case 'Same':
      return own === other ? 'yes' : 'no';
    case 'Selector': {
      if (rule.selector === undefined) return 'no';
      const { labels, open } = graph.namespaceLabels(other);
      return matches(rule.selector, { labels, open });
    }
    case 'None':
      return 'no';
    default:
      return 'maybe';
  }
}
