import { formatSelector } from '../../resource/selector.ts';
import type { Peer, PolicyPort } from './policy.ts';

/** `pods with app=web of namespaces with team=a`; `home` is what the policy's own namespace is called. */
export function describePeer({ block, namespaces, pods }: Peer, home = 'the namespace'): string {
  if (block !== undefined) return block.cidr;
  const labels = pods === undefined ? '' : formatSelector(pods);
  const who = labels === '' ? 'all pods' : `pods with ${labels}`;
  if (namespaces === undefined) return `${who} of ${home}`;
  const around = formatSelector(namespaces);
  return around === '' ? `${who} of all namespaces` : `${who} of namespaces with ${around}`;
}

/** `TCP 80`, `UDP 30000-32767`, `all of TCP`. */
export function describePort({ protocol, port, endPort }: PolicyPort): string {
  if (port === undefined) return `all of ${protocol}`;
  return `${protocol} ${port}${endPort === undefined ? '' : `-${endPort}`}`;
}
