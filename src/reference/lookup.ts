import { isClusterScoped } from '../resource/kinds.ts';
import type { TypeName } from '../resource/kinds.ts';
import type { Resource } from '../resource/resource.ts';
import type { Graph } from './graph.ts';
import { existsEverywhere } from './implicit.ts';
import { isCopied } from './makers.ts';
import { Names } from './names.ts';
import { madeByPrograms, toldWords } from './programs.ts';
import { custodyOf, isPlaceholderName } from './world.ts';

/** What can be said of the target of a reference. */
export type Resolution =
  | { readonly status: 'found'; readonly target: Resource }
  | { readonly status: 'implied'; readonly reason: string }
  | Missing
  | { readonly status: 'unknown'; readonly reason: string };

export interface Missing {
  readonly status: 'missing';
  /** `certain`: the manifests show that it is not there. `likely`: worth a note, but things of its kind come from elsewhere too. */
  readonly certainty: 'certain' | 'likely';
  /** An object of the same type and namespace whose name is a slip of the pen away. */
  readonly nearest?: Resource;
  /** Objects of the same type and name in other namespaces. */
  readonly elsewhere: readonly Resource[];
}

/**
 * Whether `from` can count on an object of this name: the decision between missing and unknown. The order of the
 * questions is the rule; ARCHITECTURE.md tells it in words.
 */
export function lookUp(
  graph: Graph,
  from: Resource,
  type: TypeName,
  namespace: string,
  name: string,
): Resolution {
  const target = graph.find(type, namespace, name, from);
  if (target !== undefined) return { status: 'found', target };
  if (existsEverywhere(type, namespace, name)) return { status: 'implied', reason: 'every cluster has it' };
  const maker = graph.makerOf(type, namespace, name);
  if (maker !== undefined)
    return { status: 'implied', reason: `the controller of ${maker.kind} ${maker.name} makes it` };
  if (madeByPrograms(type) && isTold(graph, namespace, name))
    return { status: 'implied', reason: 'a container is told its name, and may make it' };
  if (isPlaceholderName(name) || isPlaceholderName(namespace)) return unknown('its name is filled in later');
  if (graph.isHidden(name)) return unknown('a document that could not be read names it');

  const names = graph.memo(`names:${type}`, () => new Names(graph.all(type)));
  const peers = names.inNamespace(isClusterScoped(type) ? '' : namespace);
  const elsewhere = names.called(name).filter((peer) => peer.namespace !== namespace);
  const near = names.slip(isClusterScoped(type) ? '' : namespace, name);
  const similar = near === undefined ? undefined : graph.find(type, namespace, near);
  const isGuess = from.namespace === namespace && from.namespaceGuessed;
  const nearest = similar?.namespaceGuessed === isGuess ? similar : undefined;
  const missing = (certainty: Missing['certainty']): Missing => ({
    status: 'missing',
    certainty,
    ...(nearest === undefined ? {} : { nearest }),
    elsewhere,
  });
  const copied = elsewhere.find(isCopied);
  if (copied !== undefined)
    return { status: 'implied', reason: `it is copied from namespace ${copied.namespace}` };
  const unfilled = graph.memo(`unfilled:${type}`, () => graph.all(type).filter(isUnfilled));
  if (unfilled.some((peer) => mayBecome(peer, isClusterScoped(type) ? '' : namespace, name)))
    return unknown('the name of another is filled in later');
  if (graph.closedWorld) return missing('certain');
  if (from.unrendered !== undefined) return unknown(from.unrendered);
  const owner = graph.operatorOf(namespace, name);
  if (owner !== undefined) return unknown(`the operator of ${owner.kind} ${owner.name} may make it`);
  if (nearest !== undefined) return missing('certain');
  // Objects that leave the namespace out may end up in the one that is looked at.
  if (
    elsewhere.some((other) => !other.namespaceWritten) ||
    (elsewhere.length > 0 && !from.namespaceWritten)
  ) {
    return unknown('it exists in a namespace that is not written down');
  }
  if (graph.mayBeDelivered(namespace)) return unknown('objects are delivered from elsewhere');

  const creator = graph.creatorOf(namespace, type);
  if (creator !== undefined) return unknown(`${creator.kind} ${creator.name} may make it`);

  const custody = custodyOf(type);
  if (custody === 'cluster') return unknown('it may come with the cluster');
  if (!graph.isComplete(from, namespace)) return unknown('the manifests show only a part of the namespace');
  switch (custody) {
    case 'often-elsewhere':
      return peers.length > 0 ? missing('likely') : unknown('it may be made elsewhere');
    case 'sometimes-elsewhere':
      return missing('likely');
    case 'manifests':
      return missing('certain');
  }
}

function isUnfilled({ name, namespace }: Resource): boolean {
  return isPlaceholderName(name) || isPlaceholderName(namespace);
}

function mayBecome(peer: Resource, namespace: string, name: string): boolean {
  return (
    (peer.name === name || isPlaceholderName(peer.name)) &&
    (peer.namespace === namespace || isPlaceholderName(peer.namespace))
  );
}

function isTold(graph: Graph, namespace: string, name: string): boolean {
  return graph.memo(`told:${namespace}`, () => toldWords(graph.pods(namespace))).has(name);
}

function unknown(reason: string): Resolution {
  return { status: 'unknown', reason };
}
