import { addTo } from '../base/multimap.ts';
import { objectOf } from '../base/json.ts';
import { isClusterScoped } from '../resource/kinds.ts';
import type { TypeName } from '../resource/kinds.ts';
import { isKeptEndpoints } from '../resource/controlled.ts';
import type { Pod } from '../resource/pod.ts';
import type { Labels, Resource } from '../resource/resource.ts';
import { readMapSelector, selectorKey } from '../resource/selector.ts';
import type { Selector } from '../resource/selector.ts';
import { closestTo } from '../resource/together.ts';
import { isComplete, mayBeDelivered } from './completeness.ts';
import { endsOf } from './ends.ts';
import { hasPodsEverywhere } from './implicit.ts';
import { lookUp } from './lookup.ts';
import type { Resolution } from './lookup.ts';
import { madeBy, mayMake } from './makers.ts';
import { nameKey } from './name-key.ts';
import { PodIndex } from './pods.ts';
import type { Selection } from './pods.ts';
import { referencesOf } from './reference.ts';
import type { Reference } from './reference.ts';
import { creatorOf, podCreatorOf } from './rights.ts';
import { selectedBy } from './selected-by.ts';

export interface NamespaceLabels {
  readonly labels: Labels;
  /** There is no manifest of the namespace: it may have other labels. */
  readonly open: boolean;
  readonly resource?: Resource;
}

export interface GraphInput {
  readonly resources: readonly Resource[];
  readonly closedWorld: boolean;
  /** Text of documents that could not be read or rendered: what is missing may be in there. */
  readonly unreadable: readonly string[];
}

/**
 * The one door to all objects. Rules ask it and `reach`, nothing else; it never changes, and every answer depends on
 * the resources alone.
 */
export class Graph {
  readonly resources: readonly Resource[];
  readonly closedWorld: boolean;
  readonly #unreadable: readonly string[];
  readonly #hidden = new Map<string, boolean>();
  readonly #byType = new Map<TypeName, Resource[]>();
  readonly #byName = new Map<string, Resource[]>();
  readonly #byNamespace = new Map<string, Resource[]>();
  readonly #pods: ReadonlyMap<Resource, readonly Pod[]>;
  readonly #made: ReadonlySet<Resource>;
  readonly #references = new Map<Resource, readonly Reference[]>();
  readonly #makers = new Map<string, Resource>();
  readonly #podIndex: PodIndex;
  readonly #selections = new Map<string, Selection>();
  readonly #behind = new Map<Resource, Selection>();
  readonly #namespaceLabels = new Map<string, NamespaceLabels>();
  readonly #memo = new Map<string, unknown>();

  constructor(input: GraphInput) {
    this.resources = input.resources;
    this.closedWorld = input.closedWorld;
    this.#unreadable = input.unreadable;
    const ends = endsOf(input.resources);
    this.#pods = ends.pods;
    this.#made = ends.made;
    for (const resource of input.resources) {
      addTo(this.#byType, resource.type, resource);
      addTo(this.#byNamespace, resource.namespace, resource);
      if (resource.name !== '')
        addTo(this.#byName, nameKey(resource.type, resource.namespace, resource.name), resource);
      for (const made of madeBy(resource)) this.#makers.set(`${resource.namespace}\0${made}`, resource);
    }
    this.#podIndex = new PodIndex(input.resources.flatMap((resource) => this.podsOf(resource)));
  }

  all(type: TypeName): readonly Resource[] {
    return this.#byType.get(type) ?? NONE;
  }

  /** Everything in a namespace; of kinds without one under ''. */
  inNamespace(namespace: string): readonly Resource[] {
    return this.#byNamespace.get(namespace) ?? NONE;
  }

  /** Which of two objects comes first where something is said of only one: above it in its file, else by what it is, not by its file's name. */
  isBefore(a: Resource, b: Resource): boolean {
    const positions = this.memo('positions', () => new Map(this.resources.map((one, index) => [one, index])));
    const [one, other] = [a, b].map(({ type, namespace, name }) => `${type}\0${namespace}\0${name}`);
    if (a.manifest.file !== b.manifest.file && one !== other) return (one ?? '') < (other ?? '');
    return (positions.get(a) ?? 0) < (positions.get(b) ?? 0);
  }

  namespaces(): readonly string[] {
    return this.memo('namespaces', () => [...this.#byNamespace.keys()].filter((name) => name !== '').sort());
  }

  /** Of several copies the one that goes with `near`, if that is told: of its file, its folder, or one close to it. */
  find(type: TypeName, namespace: string, name: string, near?: Resource): Resource | undefined {
    if (near !== undefined) return this.copiesOf(type, namespace, name, near).at(-1);
    return this.#byName.get(nameKey(type, isClusterScoped(type) ? '' : namespace, name))?.at(-1);
  }

  /** The copies of an object that go with `near`, where several are as close. */
  copiesOf(type: TypeName, namespace: string, name: string, near: Resource): readonly Resource[] {
    const copies = this.#byName.get(nameKey(type, isClusterScoped(type) ? '' : namespace, name)) ?? NONE;
    return copies.length < 2 ? copies : closestTo(near, copies, (one) => one);
  }

  /** The pods that an object makes or is; none for what has no pod template, or of which its owner tells. */
  podsOf(resource: Resource): readonly Pod[] {
    return this.#pods.get(resource) ?? NO_PODS;
  }

  /**
   * Whether a controller wrote the object, so that it says what is and not what somebody wants: what a workload of the
   * input made, and endpoints that Kubernetes keeps.
   */
  isFact(resource: Resource): boolean {
    return this.#made.has(resource) || isKeptEndpoints(resource);
  }

  /** All pods of a namespace, or of all namespaces. */
  pods(namespace?: string): readonly Pod[] {
    return this.#podIndex.all(namespace);
  }

  /** The pods of a namespace that a selector matches for certain, and those that it may match. Equal selectors have one selection. */
  select(namespace: string, selector: Selector): Selection {
    const key = `${namespace} ${selectorKey(selector)}`;
    let selection = this.#selections.get(key);
    if (selection === undefined) {
      selection = this.#podIndex.select(namespace, selector);
      this.#selections.set(key, selection);
    }
    return selection;
  }

  /** The pods behind a Service: none for certain if it has no selector or is an ExternalName. */
  podsBehind(service: Resource): Selection {
    let selection = this.#behind.get(service);
    if (selection === undefined) {
      const spec = objectOf(service.value.spec);
      const selector = spec.type === 'ExternalName' ? undefined : readMapSelector(spec.selector);
      selection = selector === undefined ? NO_SELECTION : this.select(service.namespace, selector);
      this.#behind.set(service, selection);
    }
    return selection;
  }

  /** The Services of a pod's namespace whose selector certainly matches it. Pods with the same ones have one list. */
  servicesOf(pod: Pod): readonly Resource[] {
    const table = this.memo('services of pods', () =>
      selectedBy(this.all('Service'), (service) => this.podsBehind(service)),
    );
    return table.get(pod) ?? NONE;
  }

  /** The references by name that an object and the pods it makes hold. */
  references(resource: Resource): readonly Reference[] {
    let found = this.#references.get(resource);
    if (found === undefined) {
      found = referencesOf(resource, this.podsOf(resource));
      this.#references.set(resource, found);
    }
    return found;
  }

  /** Who refers to an object by name. */
  referencesTo(target: Resource): readonly Reference[] {
    const table = this.memo('references to', () => {
      const incoming = new Map<string, Reference[]>();
      for (const resource of this.resources) {
        for (const reference of this.references(resource)) {
          addTo(incoming, nameKey(reference.to, reference.namespace, reference.name), reference);
        }
      }
      return incoming;
    });
    return table.get(nameKey(target.type, target.namespace, target.name)) ?? [];
  }

  /** What is known of a namespace's labels: those of its manifest, and the name label that every namespace has (LS7). */
  namespaceLabels(namespace: string): NamespaceLabels {
    let known = this.#namespaceLabels.get(namespace);
    if (known === undefined) {
      const resource = this.find('Namespace', '', namespace);
      // The API server overrides whatever the manifest says of this key (k/k pkg/apis/core/v1/defaults.go SetDefaults_Namespace).
      const labels = { ...resource?.labels, 'kubernetes.io/metadata.name': namespace };
      known = resource === undefined ? { labels, open: true } : { labels, open: false, resource };
      this.#namespaceLabels.set(namespace, known);
    }
    return known;
  }

  resolve(reference: Reference): Resolution {
    return this.lookUp(reference.from, reference.to, reference.namespace, reference.name);
  }

  /** Whether `from` can count on an object of this name. */
  lookUp(from: Resource, type: TypeName, namespace: string, name: string): Resolution {
    return lookUp(this, from, type, namespace, name);
  }

  /** Whether the manifests show the whole of a namespace as far as `from` is concerned. */
  isComplete(from: Resource, namespace: string): boolean {
    return isComplete(this, from, namespace);
  }

  /** Whether something in the input brings objects from elsewhere into this namespace. */
  mayBeDelivered(namespace: string): boolean {
    return mayBeDelivered(this, namespace);
  }

  /** The object whose controller makes one of this type and name, or completes it if it is there. */
  makerOf(type: TypeName, namespace: string, name: string): Resource | undefined {
    return this.#makers.get(`${namespace}\0${type}/${name}`) ?? this.#makers.get(`\0${type}/${name}`);
  }

  /** A custom resource whose operator may make an object of this name: such names begin with the resource's. */
  operatorOf(namespace: string, name: string): Resource | undefined {
    return this.customResources(namespace).find(
      (resource) => resource.name !== '' && (name === resource.name || name.startsWith(`${resource.name}-`)),
    );
  }

  /** Custom resources of a namespace whose operators may make objects. */
  customResources(namespace: string): readonly Resource[] {
    return this.memo(`custom:${namespace}`, () => this.inNamespace(namespace).filter(mayMake));
  }

  /** A workload of the namespace that may create objects of this type there, by the roles in the input. */
  creatorOf(namespace: string, type: TypeName): Resource | undefined {
    return creatorOf(this, namespace, type);
  }

  /**
   * Whether pods may run in a namespace that no manifest shows: every cluster has them, or an operator or a controller
   * with such rights makes them.
   */
  mayHoldOtherPods(namespace: string): boolean {
    return (
      hasPodsEverywhere(namespace) ||
      this.customResources(namespace).length > 0 ||
      podCreatorOf(this, namespace) !== undefined
    );
  }

  /** Whether a document could not be read whose text holds this word: an answer that depends on it is unknown. */
  isHidden(word: string): boolean {
    let hidden = this.#hidden.get(word);
    if (hidden === undefined) {
      hidden = this.#unreadable.some((text) => text.includes(word));
      this.#hidden.set(word, hidden);
    }
    return hidden;
  }

  /** A table computed once from the graph; the key names what it holds. */
  memo<T>(key: string, compute: () => T): T {
    if (!this.#memo.has(key)) this.#memo.set(key, compute());
    // The key names one computation, which fixes the type.
    return this.#memo.get(key) as T;
  }
}

const NONE: readonly Resource[] = [];
const NO_PODS: readonly Pod[] = [];
const NO_SELECTION: Selection = { sure: NO_PODS, possible: NO_PODS };
