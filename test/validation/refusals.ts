import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A cause that a real API server refuses, with an example of one line. */
export interface Refusal {
  readonly apiVersion: string;
  readonly kind: string;
  readonly path: string;
  readonly group: string;
  readonly condition: string;
  readonly example: string;
}

const FILE = join(import.meta.dirname, '../../../shared/reference/refusals.tsv');

/** Measured with POST on kube-apiserver 1.35.4; none where the table is not at hand. */
export function refusals(): readonly Refusal[] {
  if (!existsSync(FILE)) return [];
  const [, ...lines] = readFileSync(FILE, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [apiVersion = '', kind = '', path = '', group = '', condition = '', , , example = ''] =
      line.split('\t');
    return { apiVersion, kind, path, group, condition, example: expanded(example) };
  });
}

/** `<254 times x>` stands for as many letters. */
function expanded(example: string): string {
  return example.replace(/<(\d+) times (.)>/g, (_, count: string, letter: string) =>
    letter.repeat(Number(count)),
  );
}
