import { addTo } from '../base/multimap.ts';
import { ADDED_KEYS } from '../resource/pod.ts';
import type { Pod } from '../resource/pod.ts';
import { matches, selectorKey } from '../resource/selector.ts';
import type { Requirement, Selector } from '../resource/selector.ts';

/** Which pods a selector matches for certain, and which it may match: labels that only the cluster knows decide. */
export interface Selection {
  readonly sure: readonly Pod[];
  readonly possible: readonly Pod[];
}

/** Pods by namespace and label, so that a selector looks at the pods of its rarest label only. */
export class PodIndex {
  readonly #all: readonly Pod[];
  readonly #byNamespace = new Map<string, Pod[]>();
  readonly #byLabel = new Map<string, Pod[]>();
  /** Pods that have a key with a value that nobody has written down. */
  readonly #byAddedKey = new Map<string, Pod[]>();
  /** Pods whose labels are not all written down, by namespace: every selector must look at them. */
  readonly #open = new Map<string, Pod[]>();
  /** What was asked of many pods is asked of them again: by every rule of every policy that names the same. */
  readonly #selections = new Map<string, Selection>();

  constructor(pods: readonly Pod[]) {
    this.#all = pods;
    for (const pod of pods) {
      addTo(this.#byNamespace, pod.namespace, pod);
      if (pod.open === true) addTo(this.#open, pod.namespace, pod);
      for (const [key, value] of Object.entries(pod.labels))
        addTo(this.#byLabel, labelKey(pod.namespace, key, value), pod);
      for (const key of pod.added)
        if (!ADDED_KEYS.has(key)) addTo(this.#byAddedKey, `${pod.namespace}\0${key}`, pod);
    }
  }

  all(namespace?: string): readonly Pod[] {
    return namespace === undefined ? this.#all : (this.#byNamespace.get(namespace) ?? []);
  }

  select(namespace: string, selector: Selector): Selection {
    const candidates = this.#candidates(namespace, selector);
    if (candidates.length < MANY) return selectionOf(candidates, selector);
    const key = `${namespace}\0${selectorKey(selector)}`;
    const known = this.#selections.get(key) ?? selectionOf(candidates, selector);
    this.#selections.set(key, known);
    return known;
  }

  #candidates(namespace: string, selector: Selector): readonly Pod[] {
    let rarest: readonly Pod[] | undefined;
    for (const requirement of selector.requirements) {
      if (!isEquality(requirement)) continue;
      const { key, values } = requirement;
      const written = this.#byLabel.get(labelKey(namespace, key, values[0] ?? '')) ?? [];
      const added = this.#byAddedKey.get(`${namespace}\0${key}`);
      const bucket = added === undefined ? written : [...written, ...added];
      if (rarest === undefined || bucket.length < rarest.length) rarest = bucket;
    }
    if (rarest === undefined) return this.all(namespace);
    const open = this.#open.get(namespace);
    return open === undefined ? rarest : [...new Set([...rarest, ...open])];
  }
}

/** Fewer are asked sooner than a key is made. */
const MANY = 16;

function selectionOf(pods: readonly Pod[], selector: Selector): Selection {
  const sure: Pod[] = [];
  const possible: Pod[] = [];
  for (const pod of pods) {
    const match = matches(selector, pod);
    if (match === 'yes') sure.push(pod);
    else if (match === 'maybe') possible.push(pod);
  }
  return { sure, possible };
}

/** A key that controllers write is no help: pods match it without showing it. */
function isEquality({ operator, values, key }: Requirement): boolean {
  return operator === 'In' && values.length === 1 && !ADDED_KEYS.has(key);
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\0${key}\0${value}`;
}
