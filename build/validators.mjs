import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { schemasPlugin } from './schemas-plugin.mjs';

/**
 * Compiles the validators of the default version of Kubernetes, and bundles what few runs load: ajv for the others, CEL for
 * expressions, RE2 for regular ones. Compiling at run time would take longer than all the rest of a check of one file.
 */
export async function writeValidators(root, out) {
  const source = await loadSource(root);
  await compile(root, source, source.rootsOf(source.COMPILED_VERSION), join(out, 'validators.cjs'));
  // By project: who has a route of the Gateway API does not wait for Istio.
  for (const [project, roots] of byProject(source))
    await compile(root, source, roots, join(out, `validators-${project}.cjs`));
  for (const name of ['definitions', 'custom-definitions', 'custom-kinds']) {
    const text = readFileSync(join(root, 'schemas/kubernetes', `${name}.json`), 'utf8');
    writeFileSync(join(out, `${name}.json`), JSON.stringify(JSON.parse(text)));
  }
  const inputs = [];
  for (const [name, exports] of [
    ['ajv', "export { Ajv } from 'ajv';"],
    ['cel', "export { Environment } from '@marcbachmann/cel-js';"],
    ['re2js', "export { RE2JS, RE2JSSyntaxException } from 're2js';"],
  ])
    inputs.push(...(await bundleOf(root, exports, join(out, `${name}.cjs`))));
  return inputs;
}

/** A library that few runs load; returns its files. */
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

function byProject({ customRoots, projectOf }) {
  const found = new Map();
  for (const root of customRoots()) found.set(projectOf(root), [...(found.get(projectOf(root)) ?? []), root]);
  return found;
}

async function compile(root, source, roots, file) {
  const ajv = new Ajv({ ...source.AJV_OPTIONS, code: { source: true, lines: false, optimize: 2 } });
  ajv.addSchema({
    $id: 'definitions.json',
    definitions: source.jsonSchemas(roots, (name) => source.fieldsOf(name, source.COMPILED_VERSION)),
  });
  const names = {};
  for (const definition of roots) {
    const id = source.exportName(definition);
    ajv.addSchema({ $id: id, $ref: source.definitionId(definition) });
    names[id] = id;
  }
  const { outputFiles } = await build({
    stdin: { contents: shorter(standalone.default(ajv, names)), resolveDir: root },
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    write: false,
    logLevel: 'error',
  });
  writeFileSync(file, outputFiles[0].text);
}

/**
 * ajv writes every error in full where it is found, with the place in the schema and what the schema says there. Nobody asks
 * for those here, and without them the file is read in half the time.
 */
function shorter(code) {
  const errors =
    /const (err\d+) = \{instancePath(?::(.*?))?,schemaPath:"[^"]*",keyword:"(\w+)",params:(\{.*?\})\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;
  let count = 0;
  const text = code.replace(errors, (_all, _name, path = 'instancePath', keyword, params) => {
    count++;
    const kept = /^\{(?:missingProperty|additionalProperty)/.test(params) ? `, ${params}` : '';
    return `vErrors = fault(vErrors, ${path}, "${keyword}"${kept});errors++;`;
  });
  if (count === 0 || text.includes('schemaPath')) throw new Error('ajv writes its errors in another form');
  return `${text}
function fault(errors, instancePath, keyword, params = {}) {
  const error = { instancePath, keyword, params };
  if (errors === null) return [error];
  errors.push(error);
  return errors;
}
`;
}

/** The modules of the source that say what the schemas are. */
async function loadSource(root) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: {
      contents: ['definitions', 'json-schema', 'kinds', 'validators']
        .map((name) => `export * from './src/schema/${name}.ts';`)
        .join('\n'),
      resolveDir: root,
    },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
    plugins: [schemasPlugin(root, { source: true })],
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
