import { readCdk8s } from './cdk8s.mjs';
import { readClient } from './client.mjs';
import { readEnums } from './enums.mjs';
import { readExtracts } from './openapi/extracts.mjs';
import { CLIENT } from './packages.mjs';
import { DEFINITIONS_OF_CLIENT, FIELDS, FORMER_SCOPES, LIST_KEYS, STILL_SERVED } from './patches.mjs';

/** What the packages say of every version, alike definitions once. See `schemas/kubernetes/README.md` for the form. */
export function makeBundle(packages) {
  const client = readClient(packages.client, CLIENT.minor);
  const enums = readEnums(packages.enums);
  const versions = new Map([...packages.cdk8s].map(([minor, folder]) => [minor, readCdk8s(folder)]));
  const extracts = readExtracts();
  const newest = Math.max(...versions.keys(), ...extracts.keys());
  const names = pairNames(extracts.get(newest) ?? versions.get(newest), client);
  for (const version of versions.values()) completeCdk8s(version, client, names);
  for (const [minor, version] of extracts) versions.set(minor, version);
  versions.set(CLIENT.minor, renamed(client, names, versions.get(newest)));
  keepServed(versions.get(CLIENT.minor), versions.get(newest));
  const scopes = new Map([...client.kinds].map(([gvk, { namespaced }]) => [kindOf(gvk), namespaced]));
  for (const version of versions.values()) {
    patch(version.definitions);
    addEnums(version.definitions, enums);
  }
  relax([...versions.keys()].sort((a, b) => b - a).map((minor) => versions.get(minor).definitions));
  return {
    versions: [...versions.keys()],
    kinds: mergeKinds(versions, scopes),
    definitions: mergeDefinitions(versions),
  };
}

/** The class of the client for each definition: kinds have the same name, and so have the fields that lead on. */
function pairNames({ kinds, definitions }, client) {
  const names = new Map(Object.entries(DEFINITIONS_OF_CLIENT).map(([id, name]) => [name, id]));
  const visit = (id, name) => {
    const [ours, theirs] = [definitions.get(id), client.definitions.get(name)];
    if (names.has(name) || ours === undefined || theirs === undefined) return;
    names.set(name, id);
    for (const [field, type] of Object.entries(theirs)) {
      const [to, from] = [refOf(ours[field]), refOf(type)];
      if (to !== undefined && from !== undefined) visit(to, from);
    }
  };
  for (const [gvk, id] of kinds) {
    const name = client.kinds.get(gvk)?.name;
    if (name !== undefined) visit(id, name);
  }
  return names;
}

/** Objects have a type and a status, of which cdk8s says nothing, and core Events, of which it has another. */
function completeCdk8s({ kinds, definitions }, client, names) {
  const take = (id, name) => {
    const fields = client.definitions.get(name);
    if (fields === undefined) throw new Error(`the client has no ${name}`);
    definitions.set(
      id,
      mapFields(fields, (type) => renameRef(type, names)),
    );
    for (const type of Object.values(fields)) {
      const below = refOf(type);
      const target = names.get(below) ?? below;
      if (target !== undefined && !definitions.has(target)) take(target, below);
    }
  };
  for (const [id, name] of Object.entries(DEFINITIONS_OF_CLIENT)) take(id, name);
  kinds.set('v1/Event', 'api.core.v1.Event');
  for (const id of kinds.values())
    definitions.set(id, { apiVersion: 's', kind: 's', status: '*', ...definitions.get(id) });
}

function renamed({ kinds, definitions }, names, former) {
  const all = new Map();
  for (const [name, fields] of definitions) {
    const id = names.get(name) ?? name;
    const before = former.definitions.get(id) ?? {};
    all.set(
      id,
      mapFields(fields, (type, field) => withFormat(renameRef(type, names), before[field])),
    );
  }
  for (const { name } of kinds.values()) {
    const id = names.get(name) ?? name;
    all.set(id, { ...all.get(id), status: '*' });
  }
  return {
    kinds: new Map([...kinds].map(([gvk, { name }]) => [gvk, names.get(name) ?? name])),
    definitions: all,
  };
}

/** Kinds without a class of their own in the client, with what they lead to. */
function keepServed(version, before) {
  const take = (id) => {
    if (version.definitions.has(id)) return;
    version.definitions.set(id, before.definitions.get(id));
    for (const type of Object.values(before.definitions.get(id))) if (refOf(type) !== undefined) take(refOf(type));
  };
  for (const [gvk, id] of before.kinds) {
    if (!STILL_SERVED.has(kindOf(gvk)) || version.kinds.has(gvk)) continue;
    version.kinds.set(gvk, id);
    take(id);
  }
}

/** The client writes quantities as strings. */
function withFormat(type, before) {
  return before?.endsWith('q') === true && type.endsWith('s') ? `${type.slice(0, -1)}q` : type;
}

function patch(definitions) {
  for (const [id, field, type] of FIELDS) {
    const fields = definitions.get(id);
    if (fields !== undefined && (field in fields || id in DEFINITIONS_OF_CLIENT))
      definitions.set(id, { ...fields, [field]: type });
  }
}

/**
 * The OpenAPI calls fields required because Go writes them always. Where a later version does not, the API server has never
 * asked for them: podSelector of a NetworkPolicy, endpoints of an EndpointSlice, apiGroup of a roleRef, serviceName of a
 * StatefulSet. `newestFirst` are the definitions of each version.
 */
function relax(newestFirst) {
  const optional = new Set();
  for (const definitions of newestFirst)
    for (const [id, fields] of definitions) {
      for (const [name, type] of Object.entries(fields)) {
        if (!type.startsWith('!')) optional.add(`${id}#${name}`);
        else if (optional.has(`${id}#${name}`)) fields[name] = type.slice(1);
      }
    }
}

function addEnums(definitions, enums) {
  for (const [id, values] of enums) {
    const fields = definitions.get(id);
    if (fields === undefined) continue;
    const known = mapFields(fields, (type, field) =>
      values.has(field) && type.endsWith('s') ? `${type}(${values.get(field).join('|')})` : type,
    );
    definitions.set(id, known);
  }
}

function mergeKinds(versions, scopes) {
  const kinds = {};
  for (const [minor, version] of versions) {
    for (const [gvk, definition] of version.kinds) {
      const namespaced = scopes.get(kindOf(gvk)) ?? FORMER_SCOPES[kindOf(gvk)];
      if (namespaced === undefined) throw new Error(`nobody says whether ${gvk} is of a namespace`);
      kinds[gvk] ??= { definition, namespaced, versions: [] };
      if (kinds[gvk].definition !== definition) throw new Error(`${gvk} has two definitions`);
      kinds[gvk].versions.push(minor);
    }
  }
  return sorted(
    mapFields(kinds, ({ definition, namespaced, versions: minors }) => {
      const last = versions.get(Math.max(...minors)).definitions;
      const lists = [...listsIn(definition, last, '', [])];
      return {
        definition,
        namespaced,
        versions: rangesOf(minors, versions),
        ...(lists.length === 0 ? {} : { lists }),
      };
    }),
  );
}

/** `spec.containers[*].env:name`: the lists below a definition whose entries are told apart by their fields. */
function* listsIn(id, definitions, path, around) {
  if (around.includes(id)) return;
  for (const [field, type] of Object.entries(definitions.get(id) ?? {})) {
    const at = path === '' ? field : `${path}.${field}`;
    const keys = LIST_KEYS.find(([owner, name]) => owner === id && name === field)?.[2];
    if (keys !== undefined) yield `${at}:${keys}`;
    const [, list, inner] = /^!?((?:\[\])?)#(.*)$/.exec(type) ?? [];
    if (inner !== undefined) yield* listsIn(inner, definitions, at + (list === '' ? '' : '[*]'), [...around, id]);
  }
}

function mergeDefinitions(versions) {
  const found = new Map();
  for (const [minor, { kinds, definitions }] of versions) {
    for (const id of reachable(kinds.values(), definitions)) {
      const text = JSON.stringify(sorted(definitions.get(id)));
      const variants = found.get(id) ?? new Map();
      found.set(id, variants.set(text, [...(variants.get(text) ?? []), minor]));
    }
  }
  return sorted(
    Object.fromEntries(
      [...found].map(([id, variants]) => [
        id,
        [...variants].map(([text, minors]) => ({
          versions: rangesOf(minors, versions),
          fields: JSON.parse(text),
        })),
      ]),
    ),
  );
}

function reachable(roots, definitions) {
  const seen = new Set();
  const visit = (id) => {
    if (seen.has(id)) return;
    const fields = definitions.get(id);
    if (fields === undefined) throw new Error(`there is no definition ${id}`);
    seen.add(id);
    for (const type of Object.values(fields)) if (refOf(type) !== undefined) visit(refOf(type));
  };
  for (const id of roots) visit(id);
  return seen;
}

/** `[[22, 25], [28, 34]]`: of the versions that there are. */
function rangesOf(minors, versions) {
  const all = [...versions.keys()].sort((a, b) => a - b);
  const ranges = [];
  for (const minor of [...minors].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && all.indexOf(last[1]) + 1 === all.indexOf(minor)) last[1] = minor;
    else ranges.push([minor, minor]);
  }
  return ranges;
}

function kindOf(gvk) {
  return gvk.slice(gvk.lastIndexOf('/') + 1);
}

function refOf(type) {
  return /#(.*)$/.exec(type ?? '')?.[1];
}

function renameRef(type, names) {
  return type.replace(/#(.*)$/, (all, name) => `#${names.get(name) ?? name}`);
}

function mapFields(fields, change) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value, name)]));
}

function sorted(value) {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
