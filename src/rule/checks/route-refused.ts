import { getAt, listOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { nearest } from '../../base/nearest.ts';
import { attachmentsOf } from '../../reach/gateway/attachment.ts';
import type { Attachment, Refusal } from '../../reach/gateway/attachment.ts';
import type { Listener } from '../../reach/gateway/listener.ts';
import { refusalText } from '../../reach/gateway/refusal.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, FindingFix, RelatedObject } from '../rule.ts';

/** A parentRef that its Gateway or ListenerSet refuses. `with.by` are the conditions that the rule speaks of. */
export const check: Check = function* (route, { graph, params }) {
  const wanted = new Set(listOf(params.by).map(stringOf));
  for (const attachment of attachmentsOf(graph, route)) {
    const { refusal, parent } = attachment;
    if (refusal === undefined || parent === undefined || !wanted.has(refusal.by)) continue;
    if (isPlaceholderName(attachment.sectionName ?? '') || isPlaceholderName(route.namespace)) continue;
    if (isFilledInLater(route, parent, refusal)) continue;
    const at = placeOf(route, attachment, refusal);
    yield {
      at,
      message: `${nameOf(route)} ${asks(attachment, refusal)} ${nameOf(parent)}, which does not accept it (${refusal.reason}): ${refusalText(graph, route, parent, refusal)}.`,
      related: [
        ...(refusal.elsewhere === undefined ? [] : [listenerHere(refusal.elsewhere)]),
        ...relatedOf(refusal, parent),
      ],
      fixes: fixesOf(attachment, refusal, at),
    };
  }
};

/** What is filled in later may be the hostname, or the listener, that is asked for. */
function isFilledInLater(route: Resource, parent: Resource, { by, listeners }: Refusal): boolean {
  const textsAt = (of: Resource, path: Path, field: string): readonly JsonValue[] =>
    listOf(getAt(of.value, path)).map((entry) => getAt(entry, [field]) ?? '');
  const texts =
    by === 'hostname'
      ? [
          ...listOf(getAt(route.value, ['spec', 'hostnames'])),
          ...listeners.map(({ owner, at }) => getAt(owner.value, [...at, 'hostname']) ?? ''),
        ]
      : by === 'section'
        ? textsAt(parent, ['spec', 'listeners'], 'name')
        : [];
  return texts.some((text) => typeof text === 'string' && isPlaceholderName(text));
}

function asks({ sectionName, port }: Attachment, { by }: Refusal): string {
  if (by === 'section' && sectionName !== undefined) return `attaches to listener ${sectionName} of`;
  if (by === 'port' && port !== undefined) return `attaches to port ${port} of`;
  return 'attaches to';
}

function placeOf(route: Resource, { at }: Attachment, { by }: Refusal): Path {
  if (by === 'section') return [...at, 'sectionName'];
  if (by === 'port') return [...at, 'port'];
  if (by === 'hostname') return ['spec', 'hostnames'];
  const name = [...at, 'sectionName'];
  return getAt(route.value, name) === undefined ? [...at, 'name'] : name;
}

function relatedOf({ by, listeners }: Refusal, parent: Resource): readonly RelatedObject[] {
  if (listeners.length === 0) return [{ resource: parent, message: `${nameOf(parent)} is here` }];
  return listeners.slice(0, 5).map((listener): RelatedObject => {
    const { owner, at, name, port, protocol, hostname, namespaces } = listener;
    switch (by) {
      case 'namespace':
        return {
          resource: owner,
          at: namespaces.at,
          message: `Listener ${name} takes routes from: ${namespaces.from}`,
        };
      case 'hostname':
        return { resource: owner, at: [...at, 'hostname'], message: `Listener ${name} is for ${hostname}` };
      case 'port':
        return { resource: owner, at: [...at, 'port'], message: `Listener ${name} has port ${port ?? '?'}` };
      case 'kind':
        return { resource: owner, at: [...at, 'protocol'], message: `Listener ${name} speaks ${protocol}` };
      case 'section':
      case 'set':
        return listenerHere(listener);
    }
  });
}

function listenerHere({ owner, at, name }: Listener): RelatedObject {
  return { resource: owner, at: [...at, 'name'], message: `Listener ${name} is here` };
}

function fixesOf(
  { sectionName, at: parentRef }: Attachment,
  { by, listeners }: Refusal,
  at: Path,
): readonly FindingFix[] {
  if (by === 'section') {
    const names = listeners.map(({ name }) => name);
    const name = nearest(sectionName ?? '', names) ?? (names.length === 1 ? names[0] : undefined);
    return name === undefined
      ? []
      : [{ title: `Use ${name}`, safety: 'unsafe', edits: [{ at, value: name }] }];
  }
  const [only, another] = listeners;
  if (by !== 'port' || only?.port === undefined || another !== undefined) return [];
  return [
    {
      title: `Use port ${only.port}`,
      safety: 'unsafe',
      edits: [{ at: [...parentRef, 'port'], value: only.port }],
    },
  ];
}
