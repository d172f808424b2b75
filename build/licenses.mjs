import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The licence of every package that one of the bundled files is from, as its authors wrote it. */
export function thirdPartyLicenses(root, files) {
  const packages = new Set(
    files.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const texts = readdirSync(join(root, folder)).filter((file) =>
        /^(?:licen[cs]e|notice|copying)/i.test(file),
      );
      if (texts.length === 0 && license === undefined) throw new Error(`${name} ${version} names no licence`);
      const body = texts.map((file) => readFileSync(join(root, folder, file), 'utf8').trim()).join('\n\n');
      return `${name} ${version} (${license})\n\n${body}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
