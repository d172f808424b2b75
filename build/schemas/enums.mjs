import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from './packages.mjs';

/**
 * The strings that a field takes, of the TypeScript declarations of kubernetes-models: of all versions of Kubernetes
 * together, so an older version may accept one that came later. Returns definition to field to values.
 */
export function readEnums(folder) {
  const found = new Map();
  for (const group of [
    '',
    ...foldersIn(folder).filter((name) => !name.startsWith('v') && !name.startsWith('_')),
  ]) {
    const base = join(folder, group);
    for (const version of foldersIn(base).filter((name) => /^v\d/.test(name))) {
      for (const file of readdirSync(join(base, version))) {
        if (!file.endsWith('.d.ts') || file === 'index.d.ts') continue;
        const fields = enumsIn(readText(base, version, file));
        if (fields.size > 0) found.set(definitionOf(group, version, file.slice(0, -'.d.ts'.length)), fields);
      }
    }
  }
  return found;
}

function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function enumsIn(text) {
  const fields = new Map();
  for (const [, name, type] of text.matchAll(/^ {4}"?([\w$]+)"?\??: ([^;{]+);/gm)) {
    const list = /^Array<(.*)>$/.exec(type)?.[1] ?? type;
    if (!/^"[^"]*"(?: \| "[^"]*")*$/.test(list)) continue;
    const values = list.split(' | ').map((value) => value.slice(1, -1));
    if (!['apiVersion', 'kind'].includes(name)) fields.set(name, values.sort());
  }
  return fields;
}

/** `networking.k8s.io/v1/IngressSpec` is the definition `api.networking.v1.IngressSpec`. */
export function definitionOf(group, version, name) {
  const [first = ''] = group.split('.');
  const base = ROOTS[first] ?? `api.${first === '' ? 'core' : first}`;
  return `${base}.${version}.${name}`;
}

const ROOTS = {
  apiextensions: 'apiextensions-apiserver.pkg.apis.apiextensions',
  apiregistration: 'kube-aggregator.pkg.apis.apiregistration',
};
