import { readText } from './packages.mjs';

/**
 * Kinds and definitions of one version, of the jsii assembly of a cdk8s-plus package. A type is written as in
 * `schemas/kubernetes/README.md`. Every property carries the name of its OpenAPI field: `io.k8s.api.core.v1.Pod#spec`.
 */
export function readCdk8s(folder) {
  const assembly = JSON.parse(readText(folder, '.jsii'));
  const types = new Map(Object.values(assembly.types).map((type) => [type.fqn, type]));
  const definitions = new Map();
  for (const type of types.values()) {
    const id = idOf(type);
    if (id === undefined || type.datatype !== true || definitions.has(id)) continue;
    const fields = {};
    for (const property of type.properties ?? []) {
      const name = property.docs.custom.schema.split('#')[1];
      fields[name] = (property.optional === true ? '' : '!') + typeText(property.type, types);
    }
    definitions.set(id, fields);
  }
  const kinds = new Map();
  const text = readText(folder, 'lib/imports/k8s.js');
  let name;
  for (const [, declared, owner, apiVersion, kind] of text.matchAll(
    /\bclass (Kube\w+)|(?:(Kube\w+)\.|static )GVK = \{\s*apiVersion: '([^']+)',\s*kind: '([^']+)'/g,
  )) {
    name = declared ?? owner ?? name;
    if (kind === undefined) continue;
    const props = types.get(`${assembly.name}.k8s.${name}Props`);
    const id = props === undefined ? undefined : idOf(props);
    if (id !== undefined && !kind.endsWith('List') && !NO_OBJECTS.has(kind))
      kinds.set(`${apiVersion}/${kind}`, id);
  }
  return { kinds, definitions };
}

function idOf({ docs }) {
  return docs?.custom?.schema?.replace(/^io\.k8s\./, '');
}

function typeText(type, types) {
  if (type.primitive !== undefined) return PRIMITIVES[type.primitive];
  if (type.collection !== undefined)
    return (type.collection.kind === 'array' ? '[]' : '{}') + typeText(type.collection.elementtype, types);
  if (type.union !== undefined) return '*';
  const target = types.get(type.fqn);
  if (target === undefined) return '*';
  if (target.kind === 'enum') return 's';
  if (target.kind === 'class') return CLASSES[target.name] ?? '*';
  return `#${idOf(target)}`;
}

/** Numbers of Kubernetes are whole but for three fields, which the patches name. */
const PRIMITIVES = { string: 's', number: 'i', boolean: 'b', date: 't', json: '*', any: '*' };
const CLASSES = { IntOrString: 'x', Quantity: 'q' };

/** What the API server answers. */
const NO_OBJECTS = new Set(['Status']);
