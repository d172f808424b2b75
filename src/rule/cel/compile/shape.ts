import type { Type } from '../estimate/type.ts';

/** What is known of a value before anything is evaluated, as far as selecting its fields goes. */
export type Shape =
  /** Anything, and so is all below it. */
  | { readonly is: 'dyn' }
  /** Not followed. */
  | { readonly is: 'open' }
  | { readonly is: 'scalar'; readonly type: string }
  | { readonly is: 'many'; readonly type: 'list' | 'map'; readonly element: () => Shape }
  | {
      readonly is: 'object';
      readonly field: (name: string) => Shape | undefined;
      readonly names: () => readonly string[];
    };

export const DYN: Shape = { is: 'dyn' };
export const OPEN: Shape = { is: 'open' };
const TEXT: Shape = { is: 'scalar', type: 'string' };
const INT: Shape = { is: 'scalar', type: 'int' };
const TEXTS: Shape = { is: 'many', type: 'list', element: () => TEXT };
const MAP_OF_TEXTS: Shape = { is: 'many', type: 'map', element: () => TEXT };

export function objectShape(fields: Readonly<Record<string, Shape>>): Shape {
  return {
    is: 'object',
    field: (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined),
    names: () => Object.keys(fields),
  };
}

/** As an expression of a definition sees a value of a schema. The metadata of what is embedded may have more fields. */
export function shapeOfType(type: Type | undefined, isRoot: boolean): Shape {
  if (type === undefined) return OPEN;
  const { kind, element, fields = NO_FIELDS } = type;
  if (SCALARS.has(kind)) return { is: 'scalar', type: kind };
  if (kind === 'dyn') return DYN;
  if (kind === 'list' || kind === 'map')
    return { is: 'many', type: kind, element: () => shapeOfType(element, false) };
  if (kind !== 'object') return OPEN;
  return {
    is: 'object',
    field: (name) => {
      const field = fields.get(name);
      if (field === undefined) return undefined;
      return name === 'metadata' && !isRoot ? OPEN : shapeOfType(field, isRoot);
    },
    names: () => [...fields.keys()],
  };
}

const SCALARS: ReadonlySet<string> = new Set(['bool', 'int', 'double', 'string']);
const NO_FIELDS: ReadonlyMap<string, Type> = new Map();

const KIND = objectShape({ group: TEXT, version: TEXT, kind: TEXT });
const RESOURCE = objectShape({ group: TEXT, version: TEXT, resource: TEXT });

/** apiserver pkg/admission/plugin/cel/compile.go BuildRequestType. */
export const REQUEST_SHAPE: Shape = objectShape({
  kind: KIND,
  resource: RESOURCE,
  subResource: TEXT,
  requestKind: KIND,
  requestResource: RESOURCE,
  requestSubResource: TEXT,
  name: TEXT,
  namespace: TEXT,
  operation: TEXT,
  userInfo: objectShape({
    username: TEXT,
    uid: TEXT,
    groups: TEXTS,
    extra: { is: 'many', type: 'map', element: () => TEXTS },
  }),
  dryRun: { is: 'scalar', type: 'bool' },
  options: DYN,
});

/** apiserver pkg/admission/plugin/cel/compile.go BuildNamespaceType. */
export const NAMESPACE_SHAPE: Shape = objectShape({
  metadata: objectShape({
    name: TEXT,
    generateName: TEXT,
    namespace: TEXT,
    labels: MAP_OF_TEXTS,
    annotations: MAP_OF_TEXTS,
    UID: TEXT,
    creationTimestamp: OPEN,
    deletionGracePeriodSeconds: INT,
    deletionTimestamp: OPEN,
    generation: INT,
    resourceVersion: TEXT,
    finalizers: TEXTS,
  }),
  spec: objectShape({ finalizers: TEXTS }),
  status: objectShape({ conditions: OPEN, phase: TEXT }),
});
