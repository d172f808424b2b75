import type { PolicyRule } from '../policy/policy.ts';

/** Whether a rule names neither peers nor ports, and so allows everything in its direction. */
export function isOpen({ peers, ports }: PolicyRule): boolean {
  return peers.length === 0 && ports.length === 0;
}
