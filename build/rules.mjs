import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { compiledExpectation } from './expectations.mjs';

const MODULE = 'kubeplumb:rules';

/** The rule files of a folder, checked against their schema and for their page. Throws a readable message. */
export function readRules(root) {
  const validate = new Ajv({ allErrors: true }).compile(
    JSON.parse(readFileSync(join(root, 'schemas/rule.schema.json'), 'utf8')),
  );
  const names = readdirSync(join(root, 'rules'));
  const checks = new Set(readdirSync(join(root, 'src/rule/checks')).map((name) => name.replace(/\.ts$/, '')));
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const rule = parse(readFileSync(join(root, 'rules', name), 'utf8'));
      const fail = (why) => {
        throw new Error(`rules/${name}: ${why}`);
      };
      if (!validate(rule))
        fail(validate.errors.map((error) => `${error.instancePath} ${error.message}`).join('; '));
      if (`${rule.id}.yaml` !== name) fail(`its id is ${rule.id}`);
      if (!names.includes(`${rule.id}.md`)) fail('it has no page');
      if (rule.check !== undefined && !checks.has(rule.check))
        fail(`src/rule/checks/${rule.check}.ts does not exist`);
      return rule;
    });
}

/** The text of the module that holds all rules with their checks: what makes a file in `rules/` a rule. */
export function rulesModule(root) {
  const rules = readRules(root);
  const checks = [...new Set(rules.flatMap((rule) => rule.check ?? []))].sort();
  const imports = checks.map(
    (name, index) =>
      `import { check as check${index} } from ${JSON.stringify(join(root, 'src/rule/checks', `${name}.ts`))};`,
  );
  const entries = rules.map((rule) => {
    if (rule.check !== undefined)
      return `{ ...${JSON.stringify(rule)}, run: check${checks.indexOf(rule.check)} }`;
    if (rule.expectation === undefined) return JSON.stringify(rule);
    return `{ ...${JSON.stringify(rule)}, compiled: ${compiledOf(rule)} }`;
  });
  const operations = JSON.stringify(join(root, 'src/rule/expectation/operations.ts'));
  return `import * as O from ${operations};\n${imports.join('\n')}\nexport const definitions = [\n${entries.join(',\n')}\n];\n`;
}

function compiledOf({ id, expectation }) {
  try {
    return compiledExpectation(expectation);
  } catch (error) {
    throw new Error(`rules/${id}.yaml: ${error.message}`, { cause: error });
  }
}

/** For esbuild. */
export function rulesPlugin(root = resolve(import.meta.dirname, '..')) {
  return {
    name: MODULE,
    setup(build) {
      build.onResolve({ filter: /^kubeplumb:rules$/ }, () => ({ path: MODULE, namespace: MODULE }));
      build.onLoad({ filter: /.*/, namespace: MODULE }, () => ({
        contents: rulesModule(root),
        loader: 'js',
        resolveDir: root,
      }));
    },
  };
}

/** For vitest. */
export function rulesVitePlugin(root = resolve(import.meta.dirname, '..')) {
  return {
    name: MODULE,
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load: (id) => (id === `\0${MODULE}` ? rulesModule(root) : undefined),
  };
}
