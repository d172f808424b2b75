import type { Path } from '../base/json.ts';
import { fieldsOf, readType } from './definitions.ts';
import type { Fields, FieldType } from './definitions.ts';
import type { Guide, Shape } from './shape.ts';

/** What the definitions of a version say of each place in an object. */
export function guideOf(root: string, version: number): Guide {
  return (path) => {
    let here: Step = { fields: fieldsOf(root, version), above: undefined, type: undefined, depth: 0 };
    for (const step of path) {
      const next = follow(here, step, version);
      if (next === undefined) return undefined;
      here = next;
    }
    return shapeOf(here, version);
  };
}

interface Step {
  /** Of an object that has a definition. */
  readonly fields: Fields | undefined;
  readonly above: Fields | undefined;
  readonly type: FieldType | undefined;
  /** How many of the lists and maps of the type lie outside. */
  readonly depth: number;
}

function follow({ fields, above, type, depth }: Step, step: Path[number], version: number): Step | undefined {
  if (type !== undefined && depth < type.within.length) {
    const inside = depth + 1 === type.within.length && type.of === 'ref';
    return {
      fields: inside ? fieldsOf(type.definition, version) : undefined,
      above,
      type,
      depth: depth + 1,
    };
  }
  const text = fields?.[String(step)];
  if (text === undefined) return undefined;
  const next = readType(text);
  const plain = next.within.length === 0 && next.of === 'ref';
  return {
    fields: plain ? fieldsOf(next.definition, version) : undefined,
    above: fields,
    type: next,
    depth: 0,
  };
}

function shapeOf({ fields, above, type, depth }: Step, version: number): Shape {
  const below = Object.entries(fields ?? {}).flatMap(([name, text]) => {
    const { of, definition, within } = readType(text);
    const inner = of === 'ref' && within.length === 0 ? fieldsOf(definition, version) : undefined;
    return inner === undefined ? [] : [[name, Object.keys(inner)] as const];
  });
  const inside = type?.within.length === depth ? type : undefined;
  return {
    fields: Object.keys(fields ?? {}),
    below: new Map(below),
    above: Object.keys(above ?? {}),
    wanted: type === undefined ? 'an object' : describeType(type, depth),
    scalar: inside === undefined ? undefined : SCALARS[inside.of],
    values: inside?.values ?? [],
  };
}

const SCALARS: Readonly<Partial<Record<FieldType['of'], Shape['scalar']>>> = {
  s: 'string',
  i: 'integer',
  x: 'integer',
  b: 'boolean',
};

function describeType({ of, within }: FieldType, depth: number): string {
  const [container, ...others] = within.slice(depth);
  if (container === undefined) return ONE[of];
  const inner = others.length > 0 ? (others[0] === 'list' ? 'lists' : 'maps') : MANY[of];
  return container === 'list' ? `a list of ${inner}` : `a map of ${inner}`;
}

const ONE: Readonly<Record<FieldType['of'], string>> = {
  s: 'a string',
  i: 'a whole number',
  n: 'a number',
  b: 'true or false',
  q: 'a quantity such as 100m or 1Gi',
  x: 'a whole number or a string',
  t: 'a time such as 2006-01-02T15:04:05Z',
  y: 'base64',
  '*': 'anything',
  ref: 'an object',
};

const MANY: Readonly<Record<FieldType['of'], string>> = {
  s: 'strings',
  i: 'whole numbers',
  n: 'numbers',
  b: 'true or false',
  q: 'quantities such as 100m or 1Gi',
  x: 'whole numbers or strings',
  t: 'times such as 2006-01-02T15:04:05Z',
  y: 'base64 texts',
  '*': 'anything',
  ref: 'objects',
};
