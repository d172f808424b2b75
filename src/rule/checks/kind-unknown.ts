import { nearest } from '../../base/nearest.ts';
import { groupOf, isBuiltIn } from '../../resource/kinds.ts';
import { allKinds, schemaVersion } from '../../schema/kinds.ts';
import { whyUnserved } from '../../schema/lifetime.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Of kubectl, of `oc process`, and the bodies of calls: they have an apiVersion of the API, and are no objects of it. */
const OF_CLIENTS = new Set(['Config', 'List', 'Template', 'Status', 'DeleteOptions']);

/** A kind of the API server's own groups that no version of Kubernetes has. */
export const check: Check = function* (resource, { version }) {
  const { apiVersion, kind } = resource;
  if (!isBuiltIn(groupOf(apiVersion)) || OF_CLIENTS.has(kind) || kind.endsWith('List')) return;
  if (isPlaceholder(kind) || isPlaceholder(apiVersion)) return;
  if (whyUnserved(apiVersion, kind, version)?.why !== 'never') return;
  const elsewhere = allKinds().filter(
    (key) =>
      key.endsWith(`/${kind}`) && whyUnserved(key.slice(0, -kind.length - 1), kind, version) === undefined,
  );
  const kinds = allKinds().flatMap((key) =>
    key.startsWith(`${apiVersion}/`) ? [key.slice(apiVersion.length + 1)] : [],
  );
  const near = nearest(kind, kinds);
  const [other] = elsewhere;
  // `0.1.0`, `1.2`: other programs have objects with these two words, too.
  if (other === undefined && !/^(?:.*\/)?v\d/i.test(apiVersion)) return;
  const hint =
    other !== undefined
      ? ` ${kind} is of ${other.slice(0, -kind.length - 1)}.`
      : near !== undefined
        ? ` Did you mean ${near}?`
        : '';
  yield {
    at: other === undefined ? ['kind'] : ['apiVersion'],
    // A version without schemas may have had a kind that the next one has not.
    ...(schemaVersion(version) === version ? {} : { severity: 'warning' }),
    message: `${nameOf(resource)} is of a kind that ${apiVersion} does not have; the API server rejects it.${hint}`,
    fixes:
      other !== undefined
        ? [
            {
              title: `Use ${other.slice(0, -kind.length - 1)}`,
              safety: 'unsafe',
              edits: [{ at: ['apiVersion'], value: other.slice(0, -kind.length - 1) }],
            },
          ]
        : near !== undefined
          ? [{ title: `Use ${near}`, safety: 'unsafe', edits: [{ at: ['kind'], value: near }] }]
          : [],
  };
};
