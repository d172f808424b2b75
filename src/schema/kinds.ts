import { customKinds as customKindsName, kinds } from 'kubeplumb:schemas';
import { load } from '../base/load.ts';

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

/** A custom resource that is known without its definition being in the input. */
export interface CustomKind {
  readonly definition: string;
  /** The release that it is of: `Gateway API 1.5`. */
  readonly of: string;
}

let custom: Readonly<Record<string, CustomKind | undefined>> | undefined;

export function customKindCalled(apiVersion: string, kind: string): CustomKind | undefined {
  custom ??= load(customKindsName) as NonNullable<typeof custom>;
  const key = `${apiVersion}/${kind}`;
  return Object.hasOwn(custom, key) ? custom[key] : undefined;
}

/** Every `apiVersion/Kind` of them. */
export function customKinds(): readonly string[] {
  custom ??= load(customKindsName) as NonNullable<typeof custom>;
  return Object.keys(custom);
}

/** The definitions of all of them. */
export function customRoots(): readonly string[] {
  custom ??= load(customKindsName) as NonNullable<typeof custom>;
  return Object.values(custom).flatMap((kind) => kind?.definition ?? []);
}
