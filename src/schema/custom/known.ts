import { customFolder } from 'kubeplumb:schemas';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { isObject, objectOf } from '../../base/json.ts';
import { load } from '../../base/load.ts';
import { withReplicas } from './replicas.ts';

/** A custom resource that is known without its definition, in all releases of its project that are. */
export interface KnownKind {
  /** `Gateway API`. */
  readonly project: string;
  /** Each different schema once, that of the newest release first. */
  readonly forms: readonly KnownForm[];
}

export interface KnownForm {
  /** `openAPIV3Schema`, without words for readers, the status, and rules that compare with the object before a change. */
  readonly schema: JsonObject;
  /** `1.5`, `1.5 experimental`; the newest first. */
  readonly releases: readonly string[];
}

/** `schemas/custom/<project>.json`; its README has the form. */
interface Table {
  readonly name: string;
  readonly releases: readonly string[];
  readonly kinds: Readonly<Record<string, readonly WrittenForm[] | undefined>>;
  readonly nodes: readonly JsonObject[];
}

interface WrittenForm {
  readonly schema: number;
  readonly releases: readonly number[];
  readonly replicas?: string;
}

let projects: Readonly<Record<string, string | undefined>> | undefined;

function projectOf(key: string): string | undefined {
  // Written by build/schemas/releases/main.mjs, as are the tables.
  projects ??= load(`${customFolder}/kinds.json`) as NonNullable<typeof projects>;
  return Object.hasOwn(projects, key) ? projects[key] : undefined;
}

export function isKnownKind(apiVersion: string, kind: string): boolean {
  return projectOf(`${apiVersion}/${kind}`) !== undefined;
}

/** Every `apiVersion/Kind`. */
export function knownKinds(): readonly string[] {
  projects ??= load(`${customFolder}/kinds.json`) as NonNullable<typeof projects>;
  return Object.keys(projects);
}

const known = new Map<string, KnownKind>();

/** The table of a project is read when the first object of its kinds is met. */
export function knownKind(apiVersion: string, kind: string): KnownKind | undefined {
  const key = `${apiVersion}/${kind}`;
  const project = projectOf(key);
  if (project === undefined) return undefined;
  let found = known.get(key);
  if (found === undefined) {
    const { table, nodes } = tableOf(project);
    found = {
      project: table.name,
      forms: (table.kinds[key] ?? []).map(({ schema, releases, replicas }) => ({
        schema: withReplicas(nodes.at(schema), replicas),
        releases: releases.map((index) => table.releases[index] ?? ''),
      })),
    };
    known.set(key, found);
  }
  return found;
}

const tables = new Map<string, { readonly table: Table; readonly nodes: Nodes }>();

function tableOf(project: string): { readonly table: Table; readonly nodes: Nodes } {
  let found = tables.get(project);
  if (found === undefined) {
    const table = load(`${customFolder}/${project}.json`) as Table;
    found = { table, nodes: new Nodes(table.nodes) };
    tables.set(project, found);
  }
  return found;
}

/** Schemas that share what is alike in them, so that whoever reads a part once may keep what came of it. */
class Nodes {
  private readonly written: readonly JsonObject[];
  private readonly made: (JsonObject | undefined)[] = [];

  constructor(written: readonly JsonObject[]) {
    this.written = written;
  }

  at(index: number): JsonObject {
    let schema = this.made[index];
    if (schema === undefined) {
      schema = this.schemaOf(this.written[index] ?? {});
      this.made[index] = schema;
    }
    return schema;
  }

  private schemaOf(node: JsonObject): JsonObject {
    const result: Record<string, JsonValue | undefined> = { ...node };
    if (isObject(node.properties))
      result.properties = Object.fromEntries(
        Object.entries(objectOf(node.properties)).map(([name, index]) => [name, this.below(index)]),
      );
    if (node.items !== undefined) result.items = this.below(node.items);
    if (node.additionalProperties !== undefined)
      result.additionalProperties = this.below(node.additionalProperties);
    return result;
  }

  /** `additionalProperties` may be true or false. */
  private below(index: JsonValue | undefined): JsonValue | undefined {
    return typeof index === 'number' ? this.at(index) : index;
  }
}
