/**
 * Structural schemas as nodes of which each different one is kept once, whatever kinds and releases have it. A node is what
 * `schemas/custom/README.md` says.
 */
export class Nodes {
  list = [];
  #known = new Map();
  #durations;
  #added;

  constructor({ durations = [], added = [] }) {
    this.#durations = new Set(durations);
    this.#added = added;
  }

  /** The number of the node. */
  add(schema, place = 'inside') {
    const node = {};
    for (const [key, value] of Object.entries(schema)) if (KEPT.has(key)) node[key] = value;
    if (node.enum?.includes('HelmChart') && node.enum.includes('ImagePolicy'))
      node.enum = [...new Set([...node.enum, ...this.#added])];
    const rules = (schema['x-kubernetes-validations'] ?? []).filter(({ rule }) => !/\boldSelf\b/.test(rule));
    if (rules.length > 0) node['x-kubernetes-validations'] = rules.map(ruleOf);
    if (schema.properties !== undefined)
      node.properties = Object.fromEntries(
        Object.entries(schema.properties).map(([name, inner]) => [name, this.#propertyOf(name, inner, place)]),
      );
    if (schema.items !== undefined) node.items = this.add(schema.items);
    if (typeof schema.additionalProperties === 'object')
      node.additionalProperties = this.add(schema.additionalProperties);
    else if (schema.additionalProperties !== undefined) node.additionalProperties = schema.additionalProperties;
    // Branches only add to the structure, and are small.
    for (const key of ['allOf', 'anyOf', 'oneOf'])
      if (schema[key] !== undefined) node[key] = schema[key].map(withoutWords);
    if (schema.not !== undefined) node.not = withoutWords(schema.not);
    return this.#number(JSON.stringify(sorted(node)));
  }

  /** What people write of the metadata is of one form for all kinds, and the status is not theirs. */
  #propertyOf(name, schema, place) {
    if (place !== 'root')
      return this.add(schema.type === 'string' && this.#durations.has(name) ? { ...schema, [DURATION]: true } : schema);
    if (name === 'status') return this.add({ 'x-kubernetes-preserve-unknown-fields': true });
    return this.add(name === 'apiVersion' || name === 'kind' ? { type: 'string' } : name === 'metadata' ? { type: 'object' } : schema);
  }

  #number(text) {
    const known = this.#known.get(text) ?? this.list.length;
    if (known === this.list.length) this.list.push(JSON.parse(text));
    this.#known.set(text, known);
    return known;
  }
}

const DURATION = 'x-kubeplumb-duration';

const KEPT = new Set([
  DURATION,
  ...['type', 'format', 'enum', 'required', 'pattern', 'default', 'nullable'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'uniqueItems'],
  ...['x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'],
  ...['x-kubernetes-list-type', 'x-kubernetes-list-map-keys'],
]);

function ruleOf({ rule, message, messageExpression, fieldPath }) {
  return { rule, message, messageExpression, fieldPath };
}

/** A branch as it is, without what is for readers. */
function withoutWords(schema) {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) =>
      key === 'description' && typeof value === 'string' ? [] : [[key, withoutWords(value)]],
    ),
  );
}

function sorted(node) {
  return Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
