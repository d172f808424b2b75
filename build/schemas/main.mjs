import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeBundle } from './bundle.mjs';
import { fetchPackages } from './packages.mjs';

/**
 * For maintainers: makes `schemas/kubernetes/`, or with `--check` says whether it is what the packages give, and whether
 * `schemas/custom/` is what releases/main.mjs made. The packages are kept in a folder for the next time: `--packages <folder>`.
 */
const out = resolve(import.meta.dirname, '../../schemas/kubernetes');
const sources = JSON.parse(readFileSync(join(import.meta.dirname, 'releases/sources.json'), 'utf8'));
const argument = process.argv.indexOf('--packages');
const folder = argument > 0 ? process.argv[argument + 1] : join(tmpdir(), 'kubeplumb-schema-packages');
const packages = await fetchPackages(folder);
const { versions, kinds, definitions } = makeBundle(packages);
const files = {
  'kinds.json': pretty({ versions, kinds }),
  'definitions.json': pretty(definitions),
};
if (process.argv.includes('--check')) {
  for (const [name, text] of Object.entries(files)) {
    if (readFileSync(join(out, name), 'utf8') === text) continue;
    console.error(`schemas/kubernetes/${name} is not what its sources give: run 'npm run schemas'`);
    process.exitCode = 1;
  }
  for (const [project, { sha256 }] of Object.entries(sources)) {
    const text = readFileSync(join(out, '../custom', `${project}.json`));
    if (createHash('sha256').update(text).digest('hex') === sha256) continue;
    console.error(`schemas/custom/${project}.json is not what was made of its sources: see its README`);
    process.exitCode = 1;
  }
  if (process.exitCode === undefined)
    console.log(`schemas/kubernetes is what its sources give (${versions.length} versions)`);
} else {
  mkdirSync(out, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
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
