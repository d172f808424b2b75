import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build, transform } from 'esbuild';
import { schemasPlugin } from './schemas-plugin.mjs';

/**
 * Compiles the validators of the default version of Kubernetes, and bundles ajv for the others. Compiling at run time would
 * take longer than all the rest of a check of one file.
 */
export async function writeValidators(root, out) {
  const source = await loadSource(root);
  const version = source.COMPILED_VERSION;
  const roots = source.rootsOf(version);
  const ajv = new Ajv({ ...source.AJV_OPTIONS, code: { source: true, lines: false, optimize: 2 } });
  ajv.addSchema({
    $id: 'definitions.json',
    definitions: source.jsonSchemas(roots, (name) => source.fieldsOf(name, version)),
  });
  const names = {};
  for (const definition of roots) {
    const id = source.exportName(definition);
    ajv.addSchema({ $id: id, $ref: source.definitionId(definition) });
    names[source.exportName(definition)] = id;
  }
  const { code } = await transform(standalone.default(ajv, names), { minify: true, format: 'cjs' });
  writeFileSync(join(out, 'validators.cjs'), code);
  const { metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: "export { Ajv } from 'ajv';", resolveDir: root },
    outfile: join(out, 'ajv.cjs'),
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

/** The modules of the source that say what the schemas are. */
async function loadSource(root) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: {
      contents: ['definitions', 'json-schema', 'validators']
        .map((name) => `export * from './src/schema/${name}.ts';`)
        .join('\n'),
      resolveDir: root,
    },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
    plugins: [schemasPlugin(root, { ajv: 'ajv', compiled: undefined })],
    write: false,
    logLevel: 'error',
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}
