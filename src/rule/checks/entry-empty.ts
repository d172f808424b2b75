import type { Path } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { emptyEntries } from '../../schema/empty-entries.ts';
import type { EmptyEntry } from '../../schema/empty-entries.ts';
import { describePath } from '../../schema/words.ts';
import { violationsOf } from '../../validation/judge.ts';
import { judgementOn } from '../judgement.ts';
import type { Check } from '../rule.ts';

/** A dash with nothing behind it: the API server takes it for an entry that is empty. */
export const check: Check = function* (resource, context) {
  if (resource.unrendered !== undefined) return;
  const entries = emptyEntries(resource, context.version);
  if (entries.length === 0) return;
  const refused = [
    ...(judgementOn(resource, context)?.problems ?? []),
    ...violationsOf(resource.type, resource.value, context.version),
  ];
  for (const entry of entries) {
    // Who refuses it says why.
    if (refused.some(({ path }) => entry.path.every((step, index) => step === path[index]))) continue;
    yield {
      at: entry.path,
      message: `${describePath(entry.path)} of ${nameOf(resource)} is a dash with nothing behind it; the API server takes it for ${entry.taken}, ${effectOf(resource, entry)}.`,
    };
  }
};

function effectOf({ type }: Resource, { path, taken }: EmptyEntry): string {
  if (type === 'networking.k8s.io/NetworkPolicy') {
    const effect = effectOfPolicy(path);
    if (effect !== undefined) return effect;
  }
  const list = path.findLast((step): step is string => typeof step === 'string') ?? '';
  return EFFECTS[list] ?? (taken === '{}' ? 'an entry that says nothing' : 'as if it were written');
}

/** An absent peer is everybody, and an absent port all of them (api networking/v1/types.go). */
function effectOfPolicy(path: Path): string | undefined {
  const [, direction, , list] = path;
  if (list === 'ports') return 'which is every port of TCP';
  if (path.length !== 3) return undefined;
  return direction === 'ingress'
    ? 'a rule without limits: everybody may connect, on all ports'
    : 'a rule without limits: every destination is allowed, on all ports';
}

/** What an empty entry does, by the list that it is in (API reference of these fields). */
const EFFECTS: Readonly<Record<string, string | undefined>> = {
  clusterRoleSelectors: 'which selects every ClusterRole',
  nodeSelectorTerms: 'a term that no node matches',
  supplementalGroups: 'which is the group of root',
};
