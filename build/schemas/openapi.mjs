/**
 * Kinds and definitions of one version, of the OpenAPI (Swagger 2.0) of a release of Kubernetes, with the names and types of
 * `schemas/kubernetes/README.md`. Kinds are what paths lead
 * to; what is created below another one (`pods/eviction`) is one, too.
 */
export function readOpenApi({ definitions: all, paths }) {
  const definitions = {};
  for (const [name, { properties, required = [] }] of Object.entries(all)) {
    if (isPlain(name)) continue;
    definitions[idOf(name)] = Object.fromEntries(
      Object.entries(properties ?? {}).map(([field, schema]) => [
        field,
        (required.includes(field) ? '!' : '') + typeText(schema, all),
      ]),
    );
  }
  const kinds = {};
  for (const [name, { 'x-kubernetes-group-version-kind': [gvk, ...others] = [] }] of Object.entries(all)) {
    if (gvk === undefined || others.length > 0 || gvk.kind.endsWith('List') || gvk.kind === 'Status') continue;
    const apiVersion = gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`;
    kinds[`${apiVersion}/${gvk.kind}`] = { definition: idOf(name) };
  }
  for (const [path, { post, get }] of Object.entries(paths)) {
    const gvk = (post ?? get)?.['x-kubernetes-group-version-kind'];
    if (gvk === undefined) continue;
    const kind = kinds[`${gvk.group === '' ? '' : `${gvk.group}/`}${gvk.version}/${gvk.kind}`];
    if (kind !== undefined) kind.namespaced = path.includes('/{namespace}/') || kind.namespaced === true;
  }
  for (const [gvk, { definition, namespaced }] of Object.entries(kinds)) {
    // What the API server only answers has no path.
    if (namespaced === undefined) delete kinds[gvk];
    else definitions[definition].status = '*';
  }
  return { kinds, definitions: reachable(kinds, definitions) };
}

function idOf(name) {
  return name.replace(/^io\.k8s\./, '');
}

function typeText({ $ref, type, format, items, additionalProperties }, all) {
  if ($ref !== undefined) {
    const name = $ref.slice('#/definitions/'.length);
    if (isPlain(name)) return PLAIN[name.slice(name.lastIndexOf('.') + 1)] ?? '*';
    return all[name].properties === undefined ? '*' : `#${idOf(name)}`;
  }
  switch (type) {
    case 'array':
      return `[]${typeText(items, all)}`;
    case 'object':
      return additionalProperties === undefined ? '*' : `{}${typeText(additionalProperties, all)}`;
    case 'string':
      return format === 'byte' ? 'y' : format === 'date-time' ? 't' : 's';
    case 'integer':
      return 'i';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    default:
      return '*';
  }
}

/** Definitions that are no objects with fields: each is written as a letter. */
function isPlain(name) {
  return /\.(?:Quantity|IntOrString|Time|MicroTime|JSON|JSONSchemaPropsOr\w+|FieldsV1|Patch|RawExtension)$/.test(
    name,
  );
}

const PLAIN = { Quantity: 'q', IntOrString: 'x', Time: 't', MicroTime: 't' };

function reachable(kinds, definitions) {
  const found = {};
  const visit = (id) => {
    if (found[id] !== undefined) return;
    found[id] = definitions[id];
    for (const type of Object.values(definitions[id])) {
      const [, below] = /#(.*)$/.exec(type) ?? [];
      if (below !== undefined) visit(below);
    }
  };
  for (const { definition } of Object.values(kinds)) visit(definition);
  return found;
}
