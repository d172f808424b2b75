import type { Cluster, Direction, PodModel, Protocol } from './cluster.ts';
import type { Ask } from './completions.ts';
import { blockContains, inCidr, isPublicOnly } from './addresses.ts';
import type { IpBlock } from './cluster.ts';

/** An end of a connection: a pod by its index, or an address that is no pod's. */
export type End = { readonly pod: number } | { readonly address: string };

export type PodEnd = Extract<End, { readonly pod: number }>;

/** One side of a connection, as the policies of one end see it. */
export interface Question {
  readonly cluster: Cluster;
  readonly direction: Direction;
  /** The pod whose policies are asked. */
  readonly subject: PodEnd;
  /** The end at the other side. */
  readonly other: End;
  readonly protocol: Protocol;
  readonly port: number;
  readonly ask: Ask;
}

export function podOf(cluster: Cluster, end: PodEnd): PodModel {
  const pod = cluster.pods[end.pod];
  if (pod === undefined) throw new Error(`no pod ${end.pod}`);
  return pod;
}

/** Where the connection goes to. */
export function destinationOf({ direction, subject, other }: Question): End {
  return direction === 'ingress' ? subject : other;
}

/**
 * NP11, CP8: the protocol and port of the question are those of a container port with this name, of a container or
 * sidecar of the destination. An address has no named ports.
 */
export function isNamedPort(question: Question, name: string): boolean {
  const destination = destinationOf(question);
  if ('address' in destination) return false;
  const pod = podOf(question.cluster, destination);
  const sidecars = (pod.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...pod.containers, ...sidecars]
    .flatMap(({ ports }) => ports ?? [])
    .some(
      (port) =>
        port.name === name &&
        port.containerPort === question.port &&
        (port.protocol ?? 'TCP') === question.protocol,
    );
}

/**
 * NP13: an address is in a block or not. Where the addresses of a pod are not known any block may match it that is not
 * all public, and where they are, it is not known whether the network plugin looks at them; `at` is the block's place.
 */
export function blockMatches({ cluster, other, ask }: Question, block: IpBlock, at: string): boolean {
  if ('address' in other) return blockContains(block, other.address);
  const { name, podIPs } = podOf(cluster, other);
  if (podIPs ? !podIPs.some((address) => blockContains(block, address)) : isPublicOnly(block)) return false;
  return ask(`block ${at} holds the address of pod ${name}`, 2) === 1;
}

/**
 * CP6: the networks of a rule match pods by their addresses. A connection goes to one address, of either family where
 * nobody knows of which they are; `at` is the rule's place.
 */
export function networksMatch(
  { cluster, other, ask }: Question,
  cidrs: readonly string[],
  at: string,
): boolean {
  const has = (address: string): boolean => cidrs.some((cidr) => inCidr(cidr, address));
  if ('address' in other) return has(other.address);
  const { name, podIPs } = podOf(cluster, other);
  if (podIPs) return has(podIPs[ask(`which address of ${name} ${at} sees`, podIPs.length)] ?? '');
  const family = ask(`the family of the address of ${name} that ${at} sees`, 2) === 0 ? ':' : '.';
  const own = cidrs.filter((cidr) => cidr.includes(family));
  if (own.some((cidr) => cidr.endsWith('/0'))) return true;
  if (own.every((cidr) => isPublicOnly({ cidr }))) return false;
  return ask(`${at} holds the address of ${name}`, 2) === 1;
}
