import { nameOf } from '../../resource/resource.ts';
import { areVariants } from '../../resource/together.ts';
import { older } from './age.ts';
import { matchKey } from './entry.ts';
import type { RouteEntry, Shadow } from './entry.ts';

/**
 * Entries that match the same requests as another, of entries in the order in which they are tried. Of two objects the one
 * of higher rank gets them, then the older; of one object the first, where `firstWins` says so (GA6, GA17, NG7).
 */
export function shadowsOf(
  entries: readonly RouteEntry[],
  firstWins: boolean,
): ReadonlyMap<RouteEntry, Shadow> {
  const shadows = new Map<RouteEntry, Shadow>();
  const seen = new Map<string, RouteEntry>();
  for (const entry of entries) {
    const key = matchKey(entry);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, entry);
      continue;
    }
    const same = first.source === entry.source;
    // Of two copies of one object one is applied: neither takes requests from the other.
    if (!same && areVariants(first.source, entry.source)) continue;
    const ranked = first.rank?.join() !== entry.rank?.join();
    const oldest = same || ranked ? undefined : older(first.source, entry.source);
    const [winner, loser] = oldest === entry.source ? [entry, first] : [first, entry];
    const known = ranked || (same ? firstWins : oldest !== undefined);
    seen.set(key, winner);
    shadows.set(loser, {
      by: winner,
      verdict: known ? 'never' : 'perhaps',
      message: same
        ? 'a rule before it has the same match'
        : `${nameOf(winner.source)} has the same match${known ? ' and comes before it' : ', and the older of the two gets the requests'}`,
    });
  }
  return shadows;
}
