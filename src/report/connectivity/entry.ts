import { AddressSet, blocksOf } from '../../base/addresses.ts';
import { formatCidr } from '../../base/cidr.ts';
import type { PortSet } from '../../base/ports.ts';
import type { MapEnd, MapRow } from '../../reach/map/connection-map.ts';

/** One line of a table: two names, and the ports of one verdict. */
export interface Entry {
  readonly from: string;
  readonly to: string;
  readonly ports: PortSet;
  readonly verdict: 'allowed' | 'depends';
}

/** The entries of a row: one for each verdict and each block of addresses. */
export function entriesOf({ from, to, open }: MapRow): readonly Entry[] {
  return (['allowed', 'depends'] as const).flatMap((verdict) => {
    const ports = open[verdict];
    if (ports.isEmpty) return [];
    return namesOf(from).flatMap((source) =>
      namesOf(to).map((destination): Entry => ({ from: source, to: destination, ports, verdict })),
    );
  });
}

/** `shop/Deployment/web`; `external/<cidr>` for each block of addresses. */
function namesOf(end: MapEnd): readonly string[] {
  return 'workload' in end
    ? [end.workload.name]
    : blocksOf(end.outside).map((block) => `external/${formatCidr(block)}`);
}

/** Blocks that are still read as a list. */
const FEW = 4;

/** `outside`, `outside without 10.0.0.0/8`, `192.0.2.0/24 and 198.51.100.0/24`. */
export function describeOutside(addresses: AddressSet): string {
  if (addresses.equals(AddressSet.all)) return 'outside';
  const inside = blocksOf(addresses).map(formatCidr);
  const missing = blocksOf(AddressSet.all.subtract(addresses)).map(formatCidr);
  return inside.length <= FEW || inside.length <= missing.length
    ? inside.join(', ')
    : `outside without ${missing.join(', ')}`;
}
