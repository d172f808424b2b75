import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { thirdPartyLicenses } from './licenses.mjs';
import { rulesPlugin } from './rules.mjs';

const root = resolve(import.meta.dirname, '..');
const out = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What the parts of the bundle that are CommonJS need in order to load modules of Node. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** One self-contained module; returns the files of the source and of packages that are in it. */
async function bundle(entry, outfile, shebang) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(out, outfile),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    // Names stay, so that the stack of an internal error can be read.
    minifyIdentifiers: false,
    legalComments: 'none',
    define: { KUBEPLUMB_VERSION: JSON.stringify(version) },
    banner: { js: (shebang ? '#!/usr/bin/env node\n' : '') + REQUIRE },
    plugins: [rulesPlugin(root)],
    metafile: true,
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs);
}

rmSync(out, { recursive: true, force: true });
const targets = [
  ['src/cli/main.ts', 'cli.js', true],
  ['src/index.ts', 'index.js', false],
];
try {
  const present = targets.filter(([entry]) => existsSync(join(root, entry)));
  const inputs = await Promise.all(present.map((target) => bundle(...target)));
  chmodSync(join(out, 'cli.js'), 0o755);
  writeFileSync(join(out, 'THIRD_PARTY_LICENSES.txt'), thirdPartyLicenses(root, inputs.flat()));
} catch (error) {
  // What esbuild has to say it has printed; anything else is ours to show.
  if (!('errors' in error)) console.error(error);
  process.exitCode = 1;
}
