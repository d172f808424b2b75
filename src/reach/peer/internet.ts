import type { AddressRange } from '../../base/addresses.ts';
import type { Connectivity } from '../connectivity/connectivity.ts';
import { isPublic } from '../connectivity/outside.ts';
import type { Caller } from './caller.ts';

/** Clients of the internet: one for each range of public addresses that policies tell apart. */
export function clientsOutside(connectivity: Connectivity): readonly Caller[] {
  return connectivity
    .addresses()
    .filter(holdsPublic)
    .map(({ family, first }) => ({
      end: { address: { family, value: first } },
      name: 'clients outside the cluster',
      shown: true,
    }));
}

/** Ranges that begin inside and end outside are only those that no block of a policy cuts. */
function holdsPublic({ family, first, last }: AddressRange): boolean {
  return isPublic({ family, value: first }) || isPublic({ family, value: last });
}
