import type { Path } from '../base/json.ts';
import type { Diagnostic, Edit, Related, Severity } from '../diagnostic/diagnostic.ts';
import { SEVERITIES } from '../diagnostic/diagnostic.ts';
import { fingerprint } from '../diagnostic/fingerprint.ts';
import { identityOf, placeOf } from '../diagnostic/place.ts';
import type { Graph } from '../reference/graph.ts';
import type { Resource } from '../resource/resource.ts';
import { areVariants } from '../resource/together.ts';
import { reasonOf } from '../secret/error.ts';
import type { Check, Context, Finding, Rule } from './rule.ts';

/** A rule with a check, and what the check is told of this run. */
interface Ready {
  readonly rule: Rule;
  readonly run: Check;
  readonly context: Context;
}

const NO_PARAMS = Object.freeze({});

/** The rules at work on one graph. */
export class Checker {
  readonly #graph: Graph;
  readonly #byKind = new Map<string, Ready[]>();
  readonly #known = new Map<string, readonly Ready[]>();

  constructor(rules: readonly Rule[], told: Omit<Context, 'params'>) {
    this.#graph = told.graph;
    for (const rule of rules) {
      if (rule.run === undefined) continue;
      const ready = { rule, run: rule.run, context: { ...told, params: rule.with ?? NO_PARAMS } };
      for (const kind of rule.kinds) this.#byKind.set(kind, [...(this.#byKind.get(kind) ?? []), ready]);
    }
  }

  /** Everything that the rules have to say of one resource. A rule that throws is named, never silent. */
  check(resource: Resource): readonly Diagnostic[] {
    // Nobody can change what a controller wrote; its owner is told.
    if (this.#graph.isFact(resource)) return [];
    const found = new Found(resource);
    for (const { rule, run, context } of this.#rulesFor(resource)) {
      try {
        for (const finding of run(resource, context)) {
          if (relatesToCopy(rule, resource, finding)) continue;
          if (!found.explains(rule, finding)) found.add(diagnosticOf(rule, resource, finding));
        }
      } catch (error) {
        found.add(internalError(rule, resource, error));
      }
    }
    return found.diagnostics;
  }

  #rulesFor(resource: Resource): readonly Ready[] {
    const hasPods = this.#graph.podsOf(resource).length > 0;
    const key = hasPods ? `${resource.type}+pods` : resource.type;
    let rules = this.#known.get(key);
    if (rules === undefined) {
      const kinds = [resource.type, '*', ...(hasPods ? ['@pod'] : [])];
      const all = [...new Set(kinds.flatMap((kind) => this.#byKind.get(kind) ?? []))];
      // Of those that yield to any other the worse ones first.
      const last = ({ rule: { unless = [], severity } }: Ready): number =>
        unless.includes('*') ? 2 + SEVERITIES.indexOf(severity) : Math.min(unless.length, 1);
      rules = all.toSorted((a, b) => last(a) - last(b));
      this.#known.set(key, rules);
    }
    return rules;
  }
}

/** Whether a finding sets an object against another copy of itself, of which only one is applied. */
function relatesToCopy({ shownWith }: Rule, resource: Resource, { related = [] }: Finding): boolean {
  return (
    shownWith !== 'copies' &&
    related.some((one) => one.resource !== resource && areVariants(one.resource, resource))
  );
}

/** What the rules have said of a resource, found by the places of which they spoke. */
class Found {
  readonly diagnostics: Diagnostic[] = [];
  readonly #resource: Resource;
  /** By place in the document of the resource: the worst that was said of it. */
  readonly #worst = new Map<string, number>();
  /** Of which fields each rule spoke. */
  readonly #fields = new Set<string>();

  constructor(resource: Resource) {
    this.#resource = resource;
  }

  add(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
    const { rule, severity, place, related } = diagnostic;
    const { manifest, base } = this.#resource;
    const rank = SEVERITIES.indexOf(severity);
    for (const { path, manifest: of } of [place, ...related.map((one) => one.place)]) {
      if (path === undefined || of !== manifest) continue;
      const key = JSON.stringify(path);
      this.#worst.set(key, Math.min(rank, this.#worst.get(key) ?? rank));
    }
    const { path = [] } = place;
    for (let length = base.length; length <= Math.min(path.length, base.length + FIELD); length++)
      this.#fields.add(fieldKey(rule, path.slice(0, length)));
  }

  /**
   * Whether a rule that knows better has spoken: of the same field, or for `*` any rule of the same place, if what it said is as
   * bad. A note does not hide that the API server refuses the object.
   */
  explains({ unless, severity: ofRule }: Rule, { at, severity }: Finding): boolean {
    if (unless === undefined || this.diagnostics.length === 0) return false;
    const { base } = this.#resource;
    if (unless.includes('*')) {
      const worst = this.#worst.get(JSON.stringify([...base, ...at]));
      return worst !== undefined && worst <= SEVERITIES.indexOf(milder(ofRule, severity));
    }
    const field = [...base, ...at.slice(0, FIELD)];
    return unless.some((rule) => this.#fields.has(fieldKey(rule, field)));
  }
}

/** `spec.ingress` of `spec.ingress[0].from`: what a policy says of one direction. */
const FIELD = 2;

function fieldKey(rule: string, path: Path): string {
  return `${rule} ${JSON.stringify(path)}`;
}

function diagnosticOf(rule: Rule, resource: Resource, finding: Finding): Diagnostic {
  const place = placeOf(resource, finding.at, finding.part ?? 'value');
  const identity = identityOf(resource);
  return {
    rule: rule.id,
    severity: milder(rule.severity, finding.severity),
    message: finding.message,
    place,
    resource: identity,
    related: (finding.related ?? []).map((related): Related => ({
      place: placeOf(related.resource, related.at ?? ['metadata', 'name'], related.part ?? 'value'),
      message: related.message,
      resource: identityOf(related.resource),
    })),
    fixes: (finding.fixes ?? []).map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits.map((edit): Edit => {
        const target = edit.resource ?? resource;
        return { manifest: target.manifest, path: [...target.base, ...edit.at], value: edit.value };
      }),
    })),
    ...(finding.suggestion === undefined ? {} : { suggestion: finding.suggestion }),
    fingerprint: fingerprint(rule.id, resource, finding.at),
  };
}

function milder(rule: Severity, finding: Severity | undefined): Severity {
  if (finding === undefined) return rule;
  return SEVERITIES.indexOf(finding) > SEVERITIES.indexOf(rule) ? finding : rule;
}

function internalError(rule: Rule, resource: Resource, error: unknown): Diagnostic {
  const identity = identityOf(resource);
  const reason = reasonOf(error);
  return {
    rule: 'internal-error',
    severity: 'error',
    message: `Rule ${rule.id} failed on ${resource.kind} ${resource.name}: ${reason}. This is a defect of kubeplumb; please report it.`,
    place: placeOf(resource, ['metadata', 'name'], 'value'),
    resource: identity,
    related: [],
    fixes: [],
    fingerprint: fingerprint(`internal-error ${rule.id}`, resource, []),
  };
}
