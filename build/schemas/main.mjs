import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeBundle } from './bundle.mjs';
import { readCustom } from './custom.mjs';
import { OPENSHIFT } from './openshift.mjs';
import { CUSTOM, fetchPackages } from './packages.mjs';

const OF_EVERY_OBJECT = {
  apiVersion: 's',
  kind: 's',
  metadata: '#apimachinery.pkg.apis.meta.v1.ObjectMeta',
  status: '*',
};

/**
 * For maintainers: makes `schemas/kubernetes/`, or with `--check` says whether it is what the packages give. The packages
 * are kept in a folder for the next time: `--packages <folder>`.
 */
const out = resolve(import.meta.dirname, '../../schemas/kubernetes');
const argument = process.argv.indexOf('--packages');
const folder = argument > 0 ? process.argv[argument + 1] : join(tmpdir(), 'kubeplumb-schema-packages');
const packages = await fetchPackages(folder);
const { versions, kinds, definitions } = makeBundle(packages);
const custom = customOf(packages.custom);
const files = {
  'kinds.json': pretty({ versions, kinds }),
  'definitions.json': pretty(definitions),
  'custom-kinds.json': pretty(custom.kinds),
  'custom-definitions.json': pretty(custom.definitions),
};
if (process.argv.includes('--check')) {
  for (const [name, text] of Object.entries(files)) {
    if (readFileSync(join(out, name), 'utf8') === text) continue;
    console.error(`schemas/kubernetes/${name} is not what its sources give: run 'npm run schemas'`);
    process.exitCode = 1;
  }
  if (process.exitCode === undefined)
    console.log(`schemas/kubernetes is what its sources give (${versions.length} versions)`);
} else {
  mkdirSync(out, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
}

/** The custom resources of all packages; what none of their kinds leads to is left out. */
function customOf(folders) {
  const found = { kinds: {}, definitions: {} };
  const sources = [...folders].map(([name, folder]) => ({ ...readCustom(folder, name), of: CUSTOM[name][1] }));
  for (const read of [...sources, OPENSHIFT]) {
    const visit = (id) => {
      const fields = read.definitions.get(id);
      if (fields === undefined || id in found.definitions) return;
      found.definitions[id] = fields;
      for (const type of Object.values(fields)) visit(/#(.*)$/.exec(type)?.[1]);
    };
    for (const [kind, definition] of read.kinds) {
      found.kinds[kind] = { definition, of: read.of };
      read.definitions.set(definition, { ...OF_EVERY_OBJECT, ...read.definitions.get(definition) });
      visit(definition);
    }
  }
  return found;
}

/** A line for each kind or definition: small, and a change of one is a change of one line. */
function pretty(value) {
  const lines = Object.entries(value).map(([key, entry]) => {
    const nested =
      key === 'kinds'
        ? `{\n${Object.entries(entry)
            .map(([name, kind]) => `${JSON.stringify(name)}:${JSON.stringify(kind)}`)
            .join(',\n')}\n}`
        : JSON.stringify(entry);
    return `${JSON.stringify(key)}:${nested}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}
