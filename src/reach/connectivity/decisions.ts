import type { Graph } from '../../reference/graph.ts';
import type { Document } from '../../document/document.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Estimate } from './estimate.ts';

/**
 * What was decided, by values: which policies apply, whom of the peer their rules admit, and the ports that names mean.
 * Whatever is equal in these is equal in its answer, also after the manifests have changed. Documents that did not
 * change are the same object. What one graph did not ask for is forgotten two graphs later.
 */
export class Decisions {
  /** How many were not known before. */
  decided = 0;
  readonly #before: ReadonlyMap<string, ReadonlyMap<string, Estimate>>;
  readonly #now = new Map<string, Map<string, Estimate>>();
  readonly #documents: WeakMap<Document, number>;
  #lastDocument = 0;

  constructor(before?: Decisions) {
    this.#before = before === undefined ? new Map<string, Map<string, Estimate>>() : before.#now;
    this.#documents = before === undefined ? new WeakMap<Document, number>() : before.#documents;
    this.#lastDocument = before === undefined ? 0 : before.#lastDocument;
  }

  decide(side: string, peer: string, compute: () => Estimate): Estimate {
    let ofSide = this.#now.get(side);
    if (ofSide === undefined) this.#now.set(side, (ofSide = new Map<string, Estimate>()));
    let estimate = ofSide.get(peer) ?? this.#before.get(side)?.get(peer);
    if (estimate === undefined) {
      estimate = compute();
      this.decided++;
    }
    ofSide.set(peer, estimate);
    return estimate;
  }

  /** Names an object together with all that it says. */
  idOf({ manifest: { document }, base, namespace }: Resource): string {
    let id = this.#documents.get(document);
    if (id === undefined) {
      id = ++this.#lastDocument;
      this.#documents.set(document, id);
    }
    return [id, ...base, namespace].join('/');
  }
}

const KEY = 'decisions';

/** The decisions of a graph. */
export function decisionsOf(graph: Graph): Decisions {
  return graph.memo(KEY, () => new Decisions());
}

/** Lets a graph begin with what was decided for the one before it; to be called before anybody asks. */
export function carryDecisions(graph: Graph, before: Graph): void {
  graph.memo(KEY, () => new Decisions(decisionsOf(before)));
}
