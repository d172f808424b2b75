import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

function kubeplumb(...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const { status, stdout } = spawnSync(process.execPath, ['dist/cli.js', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, stdout };
}

/** The output blocks of the README, in order. */
function outputs(): readonly string[] {
  return [...README.matchAll(/```text\n([\s\S]*?)```/g)].map((hit) => hit[1] ?? '');
}

describe('the README', () => {
  it('shows a frame as it is printed', () => {
    const { status, stdout } = kubeplumb('check', 'examples/broken');
    expect(status).toBe(1);
    expect(outputs()[0]?.length).toBeGreaterThan(100);
    expect(stdout).toContain(outputs()[0]);
  });

  it('shows every finding in the broken shop', () => {
    expect(kubeplumb('check', 'examples/broken', '--format', 'concise').stdout).toBe(outputs()[1]);
  });

  it('shows where a request of the broken shop ends', () => {
    const { status, stdout } = kubeplumb(
      'trace',
      'shop/deployment/frontend',
      'shop/service/catalog:80',
      '--path',
      'examples/broken',
    );
    expect(status).toBe(1);
    expect(stdout).toBe(outputs()[2]);
  });

  it('shows who reaches whom in the healthy shop', () => {
    expect(kubeplumb('connectivity', 'examples/healthy').stdout).toBe(outputs()[5]);
  });

  it('shows where a URL and each host of the healthy shop lead', () => {
    const url = 'https://shop.example.com/api/catalog';
    expect(kubeplumb('trace', 'internet', url, '--path', 'examples/healthy').stdout).toBe(outputs()[3]);
    expect(kubeplumb('routes', 'examples/healthy').stdout).toBe(outputs()[4]);
  });

  it('is right that the healthy shop is better', () => {
    expect(kubeplumb('diff', 'examples/broken', 'examples/healthy').status).toBe(0);
    expect(kubeplumb('diff', 'examples/healthy', 'examples/broken').status).toBe(1);
  });

  it('is right that the healthy shop has none', () => {
    const { status, stdout } = kubeplumb('check', 'examples/healthy', '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [] });
  });

  it('names the options that there are', () => {
    const { stdout } = kubeplumb('check', '--help');
    for (const [, option] of README.matchAll(/^\| `(--[a-z-]+)/gm)) expect(stdout).toContain(option);
  });
});
