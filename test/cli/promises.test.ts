import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kin } from '../secret/kin.ts';

/** Of SECURITY.md: what the commands do beside printing. */
const PROGRAM = resolve(import.meta.dirname, '../../dist/cli.js');
const WATCH = pathToFileURL(resolve(import.meta.dirname, 'watched.mjs')).href;
const EXAMPLES = resolve(import.meta.dirname, '../../examples');
const folder = mkdtempSync(join(tmpdir(), 'kubeplumb-promises-'));
const temporary = mkdtempSync(join(tmpdir(), 'kubeplumb-temporary-'));

function node(args: readonly string[], cwd: string): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', WATCH, ...args], {
    cwd,
    env: { PATH: process.env.PATH, TMPDIR: temporary },
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

function git(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

beforeAll(() => {
  kin().forEach((text, index) => {
    writeFileSync(join(folder, `${index}.yaml`), text);
  });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'all');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(temporary, { recursive: true });
});

describe('opens no socket, writes nothing, and starts nothing but git', () => {
  test.each([
    [['check']],
    [['check', '--format', 'json', '--kubernetes-version', '1.30']],
    [['trace', 'shop/deployment/kin', 'shop/service/api:80']],
    [['trace', 'internet', 'https://shop.example.com/']],
    [['routes']],
    [['connectivity', '--explain', '--exposure']],
    [['diff', 'git:HEAD', '.']],
    [['rules']],
    [['rules', 'service-selects-no-pod']],
    [['check', 'nothing-there']],
  ])('kubeplumb %s', (args) => {
    for (const cwd of [folder, join(EXAMPLES, 'broken')]) {
      const { code, said } = node([PROGRAM, ...args], cwd);
      expect(said).not.toContain('forbidden:');
      expect(code).toBeLessThanOrEqual(3);
    }
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('the watch sees', () => {
  test.each([
    ["import { writeFileSync } from 'node:fs'; writeFileSync('/dev/null', '');"],
    ["import { open } from 'node:fs/promises'; await open('/dev/null', 'w');"],
    ["import { connect } from 'node:net'; connect(1, '127.0.0.1');"],
    ["await fetch('http://127.0.0.1:9911/').catch(() => {});"],
    ["import { lookup } from 'node:dns'; lookup('localhost', () => {});"],
    ["import { spawnSync } from 'node:child_process'; spawnSync('true');"],
  ])('%s', (code) => {
    expect(node(['--input-type=module', '--eval', code], folder)).toMatchObject({ code: 99 });
  });
});
