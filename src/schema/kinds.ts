import { kinds } from 'kubeplumb:schemas';

/** A kind of the API server, in the versions of Kubernetes that have it. */
export interface Kind {
  /** Name of its definition. */
  readonly definition: string;
  readonly namespaced: boolean;
  /** Minor versions, first and last of each stretch. */
  readonly versions: readonly Range[];
  /** `spec.ports:port,protocol`: lists whose entries are told apart by some of their fields. */
  readonly lists?: readonly string[];
}

export type Range = readonly [first: number, last: number];

interface KindTable {
  /** Minor versions with an exact source. */
  readonly versions: readonly number[];
  readonly kinds: Readonly<Record<string, Kind | undefined>>;
}

let table: KindTable | undefined;

function kindTable(): KindTable {
  // Written by build/schemas/main.mjs, which is held to its sources.
  table ??= JSON.parse(kinds) as KindTable;
  return table;
}

/** Undefined where no version of Kubernetes has it. */
export function kindCalled(apiVersion: string, kind: string): Kind | undefined {
  const { kinds: all } = kindTable();
  const key = `${apiVersion}/${kind}`;
  return Object.hasOwn(all, key) ? all[key] : undefined;
}

/** Every `apiVersion/Kind`. */
export function allKinds(): readonly string[] {
  return Object.keys(kindTable().kinds);
}

/** The minor versions that have schemas, the oldest first. */
export function schemaVersions(): readonly number[] {
  return kindTable().versions;
}

/** The version whose schemas stand for a minor version: itself, else the next that there is, else the newest. */
export function schemaVersion(minor: number): number {
  const all = schemaVersions();
  return all.find((version) => version >= minor) ?? Math.max(...all);
}

export function isIn(ranges: readonly Range[], minor: number): boolean {
  return ranges.some(([first, last]) => first <= minor && minor <= last);
}
