import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MODULE = 'kubeplumb:schemas';

/** The text of the module that holds the kinds, as JSON in a string, and says by which names the rest is loaded. */
function schemasModule(root, names) {
  const kinds = JSON.stringify(JSON.parse(readFileSync(join(root, 'schemas/kubernetes/kinds.json'), 'utf8')));
  return Object.entries({ kinds, ...names })
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
    .join('');
}

const BESIDE = {
  definitions: './definitions.json',
  customFolder: './custom',
  cel: './cel.cjs',
  re2js: './re2js.cjs',
};

/** Where the packages and the folder have them. */
function inSource(root) {
  const file = (name) => join(root, 'schemas/kubernetes', name);
  return {
    definitions: file('definitions.json'),
    customFolder: join(root, 'schemas/custom'),
    cel: '@marcbachmann/cel-js',
    re2js: 're2js',
  };
}

/** For esbuild: what is loaded on demand lies beside the bundle (beside.mjs). */
export function schemasPlugin(root) {
  return {
    name: MODULE,
    setup(build) {
      build.onResolve({ filter: /^kubeplumb:schemas$/ }, () => ({ path: MODULE, namespace: MODULE }));
      build.onLoad({ filter: /.*/, namespace: MODULE }, () => ({
        contents: schemasModule(root, BESIDE),
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
