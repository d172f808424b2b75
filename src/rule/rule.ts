import type { JsonObject, Path } from '../base/json.ts';
import type { Severity, Suggestion } from '../diagnostic/diagnostic.ts';
import type { Part } from '../document/document.ts';
import type { Graph } from '../reference/graph.ts';
import type { Reach } from '../reach/reach.ts';
import type { Resource } from '../resource/resource.ts';

export type Category =
  'reference' | 'service' | 'ingress' | 'gateway' | 'policy' | 'dns' | 'workload' | 'monitoring' | 'input';

/**
 * `object`: the API server or the controller leaves the object out, so that nothing gets past it. `place`: requests fail that need
 * what stands at the finding. `perhaps`: those, unless clients put up with it.
 */
export type Breaks = 'object' | 'place' | 'perhaps';

/** What `rules/<id>.yaml` says. Its schema is `schemas/rule.schema.json`. */
export interface RuleFile {
  readonly id: string;
  /** One line, without a full stop: what is wrong. */
  readonly summary: string;
  readonly category: Category;
  readonly severity: Severity;
  /** What a finding means for requests; absent where it says nothing of them. */
  readonly breaks?: Breaks;
  /** Types (`Service`, `networking.k8s.io/Ingress`), `@pod` for whatever has a pod template, `*` for all. */
  readonly kinds: readonly string[];
  /** Codes of the failure catalogue that it covers. */
  readonly catalogue?: readonly string[];
  /** A function of `src/rule/checks/`. */
  readonly check?: string;
  /** What the check is told. */
  readonly with?: JsonObject;
  /**
   * Rules that know better: where one of them finds something in the same field of `spec` of the same object, that is
   * why this rule finds something, too, and is told alone. `*`: any other rule that speaks of the same place and says as much;
   * a note hides no error.
   */
  readonly unless?: readonly string[];
  /** An expectation in CEL instead of a check; see expectation/check.ts. */
  readonly expectation?: Expectation;
  /** Its infos are listed only with `--show copies`. */
  readonly shownWith?: 'copies';
  /** Found by the layer that reads the input, not by a check. */
  readonly reportedBy?: 'source' | 'document' | 'workspace';
}

export interface Expectation {
  /** Path pattern of the values that are looked at, bound to `self`; the whole object if absent. */
  readonly each?: string;
  /** CEL. Only where this holds is `expect` asked. */
  readonly when?: string;
  /** CEL. The finding is where this is false; an expression that cannot be evaluated says nothing. */
  readonly expect: string;
  /** Below `self`: the value that a person would change. */
  readonly at?: string;
  readonly part?: Part;
  /** `{{ CEL }}` is replaced. */
  readonly message: string;
}

export interface Rule extends RuleFile {
  readonly run: Check | undefined;
}

export interface Context {
  readonly graph: Graph;
  readonly reach: Reach;
  /** Minor version of Kubernetes: 34 for 1.34. */
  readonly version: number;
  /** False: nobody said it. What a later version brings is then no mistake. */
  readonly versionSaid: boolean;
  readonly params: JsonObject;
}

/** A pure function of its arguments: no I/O, no clock, no randomness; it never changes what it is given. */
export type Check = (resource: Resource, context: Context) => Iterable<Finding>;

export interface Finding {
  /** From the value of the resource that is checked. A path that is not there means its deepest present ancestor. */
  readonly at: Path;
  /** `value` unless said otherwise. */
  readonly part?: Part;
  /** A sentence: capital first, full stop. */
  readonly message: string;
  /** Milder than the rule's own, where less is certain. */
  readonly severity?: Severity;
  /** Every other object of the chain. */
  readonly related?: readonly RelatedObject[];
  readonly fixes?: readonly FindingFix[];
  readonly suggestion?: Suggestion;
}

export interface RelatedObject {
  readonly resource: Resource;
  /** The object's name if absent. */
  readonly at?: Path;
  readonly part?: Part;
  /** A sentence without a full stop: "Service shop/api listens on 80 (http)". */
  readonly message: string;
}

export interface FindingFix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  /** Values of the resource that is checked, or of another, that are replaced. */
  readonly edits: readonly {
    readonly resource?: Resource;
    readonly at: Path;
    readonly value: string | number | boolean;
  }[];
}
