import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MODULE = 'kubeplumb:schemas';

/** The text of the module that holds the schemas, as JSON in strings: they are read when they are asked for. */
function schemasModule(root, names) {
  const text = (name) => JSON.stringify(JSON.parse(readFileSync(join(root, 'schemas/kubernetes', name), 'utf8')));
  return [
    ['kinds', text('kinds.json')],
    ['definitions', text('definitions.json')],
    ...Object.entries(names),
  ]
    .map(([name, value]) => `export const ${name} = ${value === undefined ? 'undefined' : JSON.stringify(value)};\n`)
    .join('');
}

/** For esbuild: what is loaded on demand lies beside the bundle. */
export function schemasPlugin(root, names = { ajv: './ajv.cjs', compiled: './validators.cjs' }) {
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

/** For vitest: nothing is compiled ahead. */
export function schemasVitePlugin(root = resolve(import.meta.dirname, '..')) {
  return {
    name: MODULE,
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load: (id) =>
      id === `\0${MODULE}` ? schemasModule(root, { ajv: 'ajv', compiled: undefined }) : undefined,
  };
}
