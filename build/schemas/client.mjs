import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from './packages.mjs';

/**
 * The same of the official client: fields with their formats from `attributeTypeMap`, what is required from the `.d.ts`,
 * kinds and their scope from the paths of the create operations.
 */
export function readClient(folder, minor) {
  const models = join(folder, 'dist/gen/models');
  const definitions = new Map();
  for (const file of readdirSync(models)) {
    if (!file.endsWith('.js') || file === 'ObjectSerializer.js' || file === 'all.js') continue;
    const name = file.slice(0, -'.js'.length);
    const text = readText(models, file);
    const written = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(text)?.[1];
    // Files of former releases are left in the package.
    if (written === undefined || !text.includes(`spec version: release-1.${minor}\n`)) continue;
    const required = new Set(
      [...readText(models, `${name}.d.ts`).matchAll(/^ {4}'?([\w$]+)'?: /gm)].map(([, field]) => field),
    );
    const fields = {};
    for (const { name: own, baseName, type, format } of JSON.parse(written))
      fields[baseName] = (required.has(own) ? '!' : '') + typeText(type, format);
    definitions.set(name, fields);
  }
  return { definitions, kinds: readKinds(join(folder, 'dist/gen'), definitions) };
}

function readKinds(folder, definitions) {
  const kinds = new Map();
  const apis = [...readText(folder, 'index.js').matchAll(/ as (\w+V\d\w*Api)\b/g)].map(([, name]) => name);
  for (const api of apis) {
    const text = readText(folder, 'apis', `${api}.js`);
    for (const [, path, name] of text.matchAll(
      /async create\w+\([\s\S]*?localVarPath = '([^']+)'[\s\S]*?serialize\(body, "(\w+)"/g,
    )) {
      const [, group = '', version, namespaced] =
        /^\/apis?\/(?:([\w.-]+)\/)?(v\d\w*)\/(namespaces\/\{namespace\}\/)?[a-z]+$/.exec(path) ?? [];
      if (version === undefined || !definitions.has(name)) continue;
      const kind = name.replace(/^[A-Za-z0-9]*?V\d+(?:(?:alpha|beta)\d+)?(?=[A-Z])/, '');
      const apiVersion = group === '' ? version : `${group}/${version}`;
      kinds.set(`${apiVersion}/${kind}`, { name, namespaced: namespaced !== undefined });
    }
  }
  return kinds;
}

function typeText(type, format) {
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  if (list !== undefined) return `[]${typeText(list, format)}`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (map !== undefined) return `{}${typeText(map, format)}`;
  if (format === 'byte') return 'y';
  if (format === 'quantity') return 'q';
  return PLAIN[type] ?? (type === 'number' ? (format === 'double' ? 'n' : 'i') : `#${type}`);
}

const PLAIN = {
  string: 's',
  boolean: 'b',
  any: '*',
  object: '*',
  Date: 't',
  V1MicroTime: 't',
  IntOrString: 'x',
  Quantity: 'q',
};
