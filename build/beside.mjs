import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What lies beside the bundle because few runs load it: definitions of Kubernetes and of custom resources, CEL for expressions, RE2 for regular ones. */
const LIBRARIES = [
  ['cel', "export { Environment } from '@marcbachmann/cel-js';"],
  ['re2js', "export { RE2JS, RE2JSSyntaxException } from 're2js';"],
];

/** Returns the files of packages that it wrote. */
export async function writeBeside(root, out) {
  writeSmall(join(root, 'schemas/kubernetes/definitions.json'), join(out, 'definitions.json'));
  const custom = join(root, 'schemas/custom');
  mkdirSync(join(out, 'custom'));
  for (const name of readdirSync(custom))
    if (name.endsWith('.json')) writeSmall(join(custom, name), join(out, 'custom', name));
  const inputs = [];
  for (const [name, exports] of LIBRARIES)
    inputs.push(...(await bundleOf(root, exports, join(out, `${name}.cjs`))));
  return inputs;
}

function writeSmall(from, to) {
  writeFileSync(to, JSON.stringify(JSON.parse(readFileSync(from, 'utf8'))));
}

/** A library by itself; returns its files. */
async function bundleOf(root, contents, outfile) {
  const { metafile } = await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs);
}
