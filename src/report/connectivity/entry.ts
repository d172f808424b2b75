import { AddressSet, blocksOf } from '../../base/addresses.ts';
import { formatCidr } from '../../base/cidr.ts';
import { PortSet } from '../../base/ports.ts';
import type { Verdict } from '../../reach/connectivity/explain.ts';
import type { MapEnd, MapRow } from '../../reach/map/connection-map.ts';

/** One line of a table: two names, and the ports of one verdict. */
export interface Entry {
  readonly from: string;
  readonly to: string;
  readonly ports: PortSet;
  readonly verdict: Verdict;
}

/** A row of a map, with what is blocked if that is to be told. */
export type Row = MapRow & { readonly blocked?: PortSet };

/** The ports of a row by verdict, those that have any. */
export function portsOf({
  open,
  blocked = PortSet.none,
}: Pick<Row, 'open' | 'blocked'>): readonly (readonly [Verdict, PortSet])[] {
  const all = [
    ['allowed', open.allowed],
    ['depends', open.depends],
    ['blocked', blocked],
  ] as const;
  return all.filter(([, ports]) => !ports.isEmpty);
}

/** `all ports`, `TCP 80?`, `TCP 80 blocked`. */
export function describePorts(ports: PortSet, verdict: Verdict): string {
  return `${ports.isAll ? 'all ports' : String(ports)}${MARKS[verdict]}`;
}

const MARKS: Readonly<Record<Verdict, string>> = { allowed: '', depends: '?', blocked: ' blocked' };

/** The entries of a row: one for each verdict and each block of addresses. */
export function entriesOf(row: Row): readonly Entry[] {
  return portsOf(row).flatMap(([verdict, ports]) =>
    namesOf(row.from).flatMap((from) => namesOf(row.to).map((to): Entry => ({ from, to, ports, verdict }))),
  );
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
