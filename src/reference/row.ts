import type { TypeName } from '../resource/kinds.ts';

/**
 * A row of the catalogue: one field of Kubernetes that names other objects. Path patterns are dotted, `[*]` is every
 * item of a list, `{*}` every value of an object, and a key with dots stands in quotes. `at` is the object that holds the reference, rooted at the
 * referring object's value (for the type `@pod` at a pod spec, wherever that pod is defined); the other paths are below `at`.
 */
export interface NameRow {
  readonly id: string;
  readonly from: TypeName;
  readonly at: string;
  /** The string that names the target. */
  readonly name: string;
  readonly to: TypeName | TypeByField;
  /** What the string looks like, if it is not the bare name: `namespace/name`, of which the namespace may be left out. */
  readonly form?: 'namespace/name';
  /** Where the target's namespace is written. Without it the target is in the referrer's namespace. */
  readonly namespace?: string;
  /** A boolean beside the name: true means that the target need not exist. */
  readonly optional?: string;
  /** Names of entries of the target's `data` that must exist. */
  readonly keys?: string;
  /** A port of the target Service, by number or by name. */
  readonly port?: PortFields;
  /** The reference stands only where this field below `at` has one of these values. */
  readonly when?: { readonly field: string; readonly is: readonly string[] };
  /** Where this path below `at` has one of these values, the name means something else. */
  readonly unless?: { readonly field: string; readonly is: readonly string[] };
  /** What happens while the target is missing: completes "… does not exist; <effect>". */
  readonly effect: string;
}

export interface PortFields {
  /** Fields that hold a number, a name, or (both naming the same field) either. */
  readonly number?: string;
  readonly name?: string;
  /** The port if none is written. */
  readonly default?: number;
}

/** The target's type is written beside the name. */
export interface TypeByField {
  readonly kind: string;
  /** Field with an API group, or with an apiVersion. */
  readonly group?: string;
  readonly apiVersion?: string;
  readonly default: TypeName;
  /** Kinds that the field may name; others are unknown here, not wrong. */
  readonly known: readonly TypeName[];
}

/** A row of the catalogue whose field selects objects by their labels. */
export interface LabelRow {
  readonly id: string;
  readonly from: TypeName;
  /** The selector itself. */
  readonly at: string;
  /** `labels`: a LabelSelector. `map`: a plain map, of which an empty one selects nothing. */
  readonly by: 'labels' | 'map';
  readonly to: TypeName;
}
