import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeBeside } from './beside.mjs';
import { thirdPartyLicenses } from './licenses.mjs';
import { rulesPlugin } from './rules.mjs';
import { schemasPlugin } from './schemas-plugin.mjs';
import { writeTypes } from './types.mjs';

const root = resolve(import.meta.dirname, '..');
const out = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What the parts of the bundle that are CommonJS need in order to load modules of Node. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * The build of `yaml` for browsers is the same code as modules: only what is used is bundled, and it does not look into
 * the environment for every token, which is a third of its time.
 */
const YAML = resolve(fileURLToPath(import.meta.resolve('yaml')), '../../browser/index.js');

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
    alias: { yaml: YAML },
    plugins: [rulesPlugin(root), schemasPlugin(root)],
    metafile: true,
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs);
}

try {
  rmSync(out, { recursive: true, force: true });
  const inputs = await Promise.all([
    bundle('src/cli/main.ts', 'cli.js', true),
    bundle('src/index.ts', 'index.js', false),
  ]);
  inputs.push(await writeBeside(root, out));
  writeTypes(join(root, 'src/index.ts'), join(out, 'types'));
  chmodSync(join(out, 'cli.js'), 0o755);
  writeFileSync(join(out, 'THIRD_PARTY_LICENSES.txt'), thirdPartyLicenses(root, inputs.flat()));
} catch (error) {
  // What esbuild has to say it has printed; anything else is ours to show.
  if (!('errors' in error)) console.error(error);
  process.exitCode = 1;
}
