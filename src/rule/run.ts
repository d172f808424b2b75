import type { Diagnostic, Edit, Related, Severity } from '../diagnostic/diagnostic.ts';
import { SEVERITIES } from '../diagnostic/diagnostic.ts';
import { fingerprint } from '../diagnostic/fingerprint.ts';
import { identityOf, placeOf } from '../diagnostic/place.ts';
import type { Graph } from '../reference/graph.ts';
import type { Reach } from '../reach/reach.ts';
import type { Resource } from '../resource/resource.ts';
import type { Finding, Rule } from './rule.ts';

export interface RunContext {
  readonly graph: Graph;
  readonly reach: Reach;
  readonly version: number;
}

/** Rules by the types they look at. */
export class RuleTable {
  readonly #byKind = new Map<string, Rule[]>();
  readonly #known = new Map<string, readonly Rule[]>();

  constructor(rules: readonly Rule[]) {
    for (const rule of rules) {
      if (rule.run === undefined) continue;
      for (const kind of rule.kinds) this.#byKind.set(kind, [...(this.#byKind.get(kind) ?? []), rule]);
    }
  }

  rulesFor(resource: Resource, hasPods: boolean): readonly Rule[] {
    const key = `${resource.type}${hasPods ? '+pods' : ''}`;
    let rules = this.#known.get(key);
    if (rules === undefined) {
      const kinds = [resource.type, '*', ...(hasPods ? ['@pod'] : [])];
      rules = [...new Set(kinds.flatMap((kind) => this.#byKind.get(kind) ?? []))];
      this.#known.set(key, rules);
    }
    return rules;
  }
}

const NO_PARAMS = Object.freeze({});

/** Everything that the rules have to say of one resource. A rule that throws is named, never silent. */
export function checkResource(
  resource: Resource,
  table: RuleTable,
  context: RunContext,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const rule of table.rulesFor(resource, context.graph.podsOf(resource).length > 0)) {
    if (rule.run === undefined) continue;
    try {
      for (const finding of rule.run(resource, { ...context, params: rule.with ?? NO_PARAMS })) {
        found.push(diagnosticOf(rule, resource, finding));
      }
    } catch (error) {
      found.push(internalError(rule, resource, error));
    }
  }
  return found;
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
    fingerprint: fingerprint(rule.id, place.file, identity, finding.at),
  };
}

function milder(rule: Severity, finding: Severity | undefined): Severity {
  if (finding === undefined) return rule;
  return SEVERITIES.indexOf(finding) > SEVERITIES.indexOf(rule) ? finding : rule;
}

function internalError(rule: Rule, resource: Resource, error: unknown): Diagnostic {
  const identity = identityOf(resource);
  const reason = error instanceof Error ? error.message : String(error);
  return {
    rule: 'internal-error',
    severity: 'error',
    message: `Rule ${rule.id} failed on ${resource.kind} ${resource.name}: ${reason}. This is a defect of kubeplumb; please report it.`,
    place: placeOf(resource, ['metadata', 'name'], 'value'),
    resource: identity,
    related: [],
    fixes: [],
    fingerprint: fingerprint(`internal-error ${rule.id}`, resource.manifest.file, identity, []),
  };
}
