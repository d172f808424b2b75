import type { Connectivity } from '../connectivity/connectivity.ts';
import { publicOf } from '../connectivity/outside.ts';
import type { Caller } from './caller.ts';

/** Clients of the internet: one for each range of public addresses that policies tell apart. */
export function clientsOutside(connectivity: Connectivity): readonly Caller[] {
  return connectivity.addresses().flatMap((range): readonly Caller[] => {
    const [open] = publicOf(range).ranges();
    if (open === undefined) return [];
    const address = { family: open.family, value: open.first };
    return [{ end: { address }, name: 'the internet', shown: true }];
  });
}
