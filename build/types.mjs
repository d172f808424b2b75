import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const RELATIVE_IMPORT = /(\bfrom\s+|\bimport\(?\s*)(['"])(\.\.?\/[^'"]+)\.ts\2/g;

/**
 * Writes the declarations of a module and of every module that they name. Each file is translated on its own, which
 * takes no type checker because every export states its type (`isolatedDeclarations`).
 */
export function writeTypes(entry, out) {
  const root = dirname(resolve(entry));
  const queue = [resolve(entry)];
  for (const file of queue) {
    const { outputText } = ts.transpileDeclaration(readFileSync(file, 'utf8'), {
      fileName: file,
      compilerOptions: {
        declaration: true,
        isolatedDeclarations: true,
        module: ts.ModuleKind.NodeNext,
        stripInternal: true,
      },
    });
    const text = outputText.replace(RELATIVE_IMPORT, (_match, before, quote, path) => {
      const named = resolve(dirname(file), `${path}.ts`);
      if (!queue.includes(named)) queue.push(named);
      return `${before}${quote}${path}.js${quote}`;
    });
    const target = join(out, relative(root, file).replace(/\.ts$/, '.d.ts'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
