import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MODULE = 'kubeplumb:schemas';

/** The text of the module that holds the kinds, as JSON in a string, and says by which names the rest is loaded. */
function schemasModule(root, names) {
  const kinds = JSON.stringify(JSON.parse(readFileSync(join(root, 'schemas/kubernetes/kinds.json'), 'utf8')));
  return Object.entries({ kinds, ...names })
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value) ?? 'undefined'};\n`)
    .join('');
}

const BESIDE = {
  definitions: './definitions.json',
  customKinds: './custom-kinds.json',
  customDefinitions: './custom-definitions.json',
  ajv: './ajv.cjs',
  cel: './cel.cjs',
  re2js: './re2js.cjs',
  compiled: './validators.cjs',
  compiledCustom: './validators-',
};

/** Nothing is compiled ahead. */
function inSource(root) {
  const file = (name) => join(root, 'schemas/kubernetes', name);
  return {
    definitions: file('definitions.json'),
    customKinds: file('custom-kinds.json'),
    customDefinitions: file('custom-definitions.json'),
    ajv: 'ajv',
    cel: '@marcbachmann/cel-js',
    re2js: 're2js',
    compiled: undefined,
    compiledCustom: undefined,
  };
}

/** For esbuild: what is loaded on demand lies beside the bundle, unless the bundle is for the build itself. */
export function schemasPlugin(root, { source = false } = {}) {
  const names = source ? inSource(root) : BESIDE;
  return {
    name: MODULE,
    setup(build) {
      build.onResolve({ filter: /^kubeplumb:schemas$/ }, () => ({ path: MODULE, namespace: MODULE }));
      build.onLoad({ filter: /.*/, namespace: MODULE }, () => ({
        contents: schemasModule(root, names),
        loader: 'js',
      }));
    },
  };
}

/** For vitest. */
export function schemasVitePlugin(root = resolve(import.meta.dirname, '..')) {
  return {
    name: MODULE,
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load: (id) => (id === `\0${MODULE}` ? schemasModule(root, inSource(root)) : undefined),
  };
}
