import type { Cluster, Direction, PodModel, Protocol } from './cluster.ts';
import type { Ask } from './completions.ts';
import { blockContains, isPublicOnly } from './addresses.ts';
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
 * NP13, CP6: an address is in a block or not. The address of a pod is not known, nor whether the network plugin looks
 * at it, so any block that is not all public may match any pod; `at` is the block's place.
 */
export function blockMatches({ cluster, other, ask }: Question, block: IpBlock, at: string): boolean {
  if ('address' in other) return blockContains(block, other.address);
  if (isPublicOnly(block)) return false;
  return ask(`block ${at} holds the address of pod ${podOf(cluster, other).name}`, 2) === 1;
}
