import { addTo } from '../base/multimap.ts';
import { digitsOf, slip } from '../base/nearest.ts';
import type { Resource } from '../resource/resource.ts';

/** The objects of one type by namespace and by name, so that many missing names cost no more than a few. */
export class Names {
  readonly #byNamespace = new Map<string, Resource[]>();
  readonly #byName = new Map<string, Resource[]>();
  /** Names of a namespace that may be slips of one another: with the same digits. */
  readonly #alike = new Map<string, Set<string>>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      addTo(this.#byNamespace, resource.namespace, resource);
      addTo(this.#byName, resource.name, resource);
      for (const length of [-1, 0, 1]) {
        const key = alikeKey(resource.namespace, resource.name, length);
        const names = this.#alike.get(key);
        if (names === undefined) this.#alike.set(key, new Set([resource.name]));
        else names.add(resource.name);
      }
    }
  }

  inNamespace(namespace: string): readonly Resource[] {
    return this.#byNamespace.get(namespace) ?? [];
  }

  called(name: string): readonly Resource[] {
    return this.#byName.get(name) ?? [];
  }

  /** A name of the namespace that is a slip of the pen away. */
  slip(namespace: string, name: string): string | undefined {
    return slip(name, this.#alike.get(alikeKey(namespace, name, 0)) ?? []);
  }
}

/** Lengths of two names a slip apart differ by two at most, so thirds of them are equal or neighbours. */
function alikeKey(namespace: string, name: string, neighbour: number): string {
  return `${namespace}\0${digitsOf(name)}\0${Math.floor(name.length / 3) + neighbour}`;
}
