import type { Path } from '../../base/json.ts';
import { conflictsOf } from '../../reach/gateway/conflict.ts';
import { GATEWAY } from '../../reach/gateway/kinds.ts';
import { parentOfSet } from '../../reach/gateway/listener.ts';
import type { Listener } from '../../reach/gateway/listener.ts';
import { createdAt } from '../../reach/route/age.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Listeners of one Gateway that are not distinct, and so take no requests. */
export const check: Check = function* (resource, { graph }) {
  const gateway = resource.type === GATEWAY ? resource : parentOfSet(graph, resource);
  if (gateway === undefined || gateway.unrendered !== undefined || resource.unrendered !== undefined) return;
  for (const [listener, { reason, with: other, wins }] of conflictsOf(graph, gateway)) {
    if (listener.owner !== resource || isPlaceholderName(listener.hostname)) continue;
    // Each pair is said once, at the later of the two.
    if (other.owner === resource && isBefore(listener.at, other.at)) continue;
    const both = other.owner === resource;
    const what =
      reason === 'ProtocolConflict'
        ? `port ${listener.port ?? '?'} for ${listener.protocol}, and listener ${other.name} for ${other.protocol}`
        : `port ${listener.port ?? '?'} and ${listener.hostname === '' ? 'all hosts' : `host ${listener.hostname}`}, and so has listener ${other.name}`;
    const outcome = wins
      ? `${other.name} wins, because ${whyWins(other, listener)}, and ${listener.name} never takes requests`
      : 'neither of them takes requests';
    yield {
      at: placeOf(listener, reason),
      message: `Listener ${listener.name} of ${nameOf(resource)} has ${what}${both ? '' : ` of ${nameOf(other.owner)}`}; ${outcome} (${reason}).`,
      related: [
        { resource: other.owner, at: placeOf(other, reason), message: `Listener ${other.name} is here` },
      ],
    };
  }
};

function whyWins({ owner, gateway }: Listener, loser: Listener): string {
  if (owner === gateway) return "the Gateway's own come first";
  const [made, other] = [createdAt(owner), createdAt(loser.owner)];
  return made !== undefined && other !== undefined && made < other
    ? `${nameOf(owner)} is the older`
    : `${nameOf(owner)} comes first by namespace and name`;
}

function placeOf({ at, hostname }: Listener, reason: string): Path {
  return [...at, reason === 'ProtocolConflict' ? 'port' : hostname === '' ? 'name' : 'hostname'];
}

function isBefore(a: Path, b: Path): boolean {
  return Number(a[2]) < Number(b[2]);
}
