import type { JsonValue } from '../../base/json.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { fingerprint } from '../../diagnostic/fingerprint.ts';
import { identityOf, placeOf } from '../../diagnostic/place.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { discreet, isSecretAt } from '../../secret/hidden.ts';
import { describePath } from '../../schema/words.ts';
import { fixedFields } from './immutable.ts';
import type { FixedField } from './immutable.ts';
import { reasonOf, wayAround } from './way-around.ts';

const RULE = 'field-immutable';

/** What the API server refuses of a change though either side by itself is fine. Objects with variants are left out. */
export function immutableFindings(before: Graph, after: Graph): readonly Diagnostic[] {
  const old = only(before);
  return [...only(after)].flatMap(([identity, resource]) => {
    const was = old.get(identity);
    if (was === undefined || resource === undefined) return [];
    return fixedFields(was, resource).map((field) => diagnosticOf(was, resource, field));
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

function diagnosticOf(was: Resource, resource: Resource, field: FixedField): Diagnostic {
  const { path, severity } = field;
  return {
    rule: RULE,
    severity,
    message: messageOf(was, resource, field),
    place: placeOf(resource, path, 'value'),
    resource: identityOf(resource),
    related: [],
    fixes: [],
    fingerprint: fingerprint(RULE, resource, path),
  };
}

function messageOf(
  was: Resource,
  resource: Resource,
  { path, before, after, hidden, isPolicy }: FixedField,
): string {
  const inside = [was, resource].map(({ manifest, base }) => ({
    document: manifest.document,
    path: [...base, ...path],
  }));
  const isHidden = hidden === true || inside.some((one) => isSecretAt(one.document, one.path));
  // Either side may hold a secret that the other does not.
  const [old, current] = [before, after].map((value) => shortened(discreet(describe(value), inside)));
  const values = isHidden ? '' : ` from ${old} to ${current}`;
  const field = `${describePath(path)} of ${nameOf(resource)}`;
  if (isPolicy === true)
    return `${field} changes${values}, and with it the imagePullPolicy that nobody wrote: a replacing update (kubectl replace) is rejected, since pod updates may not change fields other than the image; a merge keeps the old policy. Write imagePullPolicy as it was, or delete the Pod and create it again.`;
  return `${field} cannot change${values}: ${reasonOf(resource.type)}, and the API server rejects the update. ${wayAround(resource.type)}`;
}

const LONGEST = 100;

function describe(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
