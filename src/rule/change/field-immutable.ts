import type { JsonValue } from '../../base/json.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { fingerprint } from '../../diagnostic/fingerprint.ts';
import { identityOf, placeOf } from '../../diagnostic/place.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { describePath } from '../../schema/words.ts';
import { fixedFields } from './immutable.ts';
import type { FixedField } from './immutable.ts';

const RULE = 'field-immutable';

/** What the API server refuses of a change though either side by itself is fine. Objects with variants are left out. */
export function immutableFindings(before: Graph, after: Graph): readonly Diagnostic[] {
  const old = only(before);
  return [...only(after)].flatMap(([identity, resource]) => {
    const was = old.get(identity);
    if (was === undefined || resource === undefined) return [];
    return fixedFields(was, resource).map((field) => diagnosticOf(resource, field));
  });
}

/** Objects by their identity; undefined where several have it. */
function only({ resources }: Graph): ReadonlyMap<string, Resource | undefined> {
  const found = new Map<string, Resource | undefined>();
  for (const resource of resources) {
    if (resource.name === '') continue;
    const identity = `${resource.type} ${resource.namespace}/${resource.name}`;
    found.set(identity, found.has(identity) ? undefined : resource);
  }
  return found;
}

function diagnosticOf(resource: Resource, { path, before, after, severity, hidden }: FixedField): Diagnostic {
  const was = describe(before);
  const is = describe(after);
  return {
    rule: RULE,
    severity,
    message: `${describePath(path)} of ${nameOf(resource)} cannot change${hidden === true ? '' : ` from ${was} to ${is}`}: it is immutable, and the API server rejects the update. Delete the object and create it anew, or leave the field as it was.`,
    place: placeOf(resource, path, 'value'),
    resource: identityOf(resource),
    related: [],
    fixes: [],
    fingerprint: fingerprint(RULE, resource, path),
  };
}

const LONGEST = 100;

function describe(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
