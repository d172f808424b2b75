import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import MarkdownIt from 'markdown-it';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The bundle, as it is installed: `npm test` builds it first. */
const PROGRAM = resolve(import.meta.dirname, '../../dist/cli.js');
const root = mkdtempSync(join(tmpdir(), 'kubeplumb-names-'));
const onWindows = process.platform === 'win32';

const NAMES = [
  '::error::owned',
  '  ::add-mask::owned',
  '##[error]owned',
  'x ##vso[task.setvariable variable=a]owned',
  'a\n::error::owned',
  'a\r\n##[group]owned',
  '\x1b]0;owned\x07\x1b[2J',
  '\x9b31m\u202eowned\u200b',
  '```\n# owned\n@octocat #1 ![x](http://a.com/x.png)',
  '=HYPERLINK("http://a.com")',
  '</details><script>owned</script>',
  'http://www.a.com/ a@b.com',
  '"];}%%{init: {}}%%',
  'very '.repeat(20_000),
];

/** A workload, a Service, a policy and routes that all have the name wherever one may be. */
function manifests(name: string, port: string): string {
  const metadata = { name, namespace: name, labels: { app: name, [name]: name } };
  const objects = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata,
          spec: {
            containers: [
              {
                name,
                image: name,
                ports: [{ name, containerPort: 8080 }],
                env: [{ name: 'A', valueFrom: { configMapKeyRef: { name, key: name } } }],
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ port: 80, targetPort: port }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: { matchLabels: { app: name } },
        ingress: [{ from: [{ podSelector: { matchLabels: { app: name } } }] }],
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata,
      spec: {
        ingressClassName: name,
        rules: [
          {
            host: name,
            http: {
              paths: [
                { path: `/${name}`, pathType: 'Prefix', backend: { service: { name, port: { name } } } },
              ],
            },
          },
        ],
      },
    },
    { apiVersion: name, kind: name, metadata },
  ];
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}

beforeAll(() => {
  for (const [index, name] of NAMES.entries())
    for (const side of ['old', 'new']) {
      const own = side === 'old' ? name : `${name} 2`;
      mkdirSync(join(root, side), { recursive: true });
      // A file's name can be no longer, and has no slash.
      const file = `${name.replaceAll('/', '_').slice(0, 100)}.yaml`;
      writeFileSync(join(root, side, file), manifests(name, side === 'old' ? '8080' : name));
      writeFileSync(join(root, side, `${index}.yaml`), manifests(own, '8080'));
    }
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function kubeplumb(cwd: string, args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

/** GitHub's, Azure's and TeamCity's; see src/report/escape/log.ts for who reads how. */
const COMMAND = /^\s*::|##[A-Za-z]*\[/;
// eslint-disable-next-line no-control-regex -- these must not be there
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\p{Cs}]/u;

function expectHarmless(text: string): void {
  for (const line of text.split('\n')) {
    expect(line).not.toMatch(COMMAND);
    expect(line).not.toMatch(CONTROL);
  }
  // Of a name of 100,000 characters in some dozens of messages.
  expect(text.length).toBeLessThan(5_000_000);
}

const COMMANDS: readonly (readonly string[])[] = [
  ...['pretty', 'concise', 'json'].map((format) => ['check', '--format', format, '.']),
  ...['text', 'json', 'csv', 'dot', 'mermaid'].map((format) => ['connectivity', '--format', format, '.']),
  ['connectivity', '--explain', '--exposure', '.'],
  ...['text', 'json', 'markdown'].map((format) => ['routes', '--format', format, '.']),
  ...['text', 'json', 'markdown'].map((format) => ['diff', '--format', format, '../old', '.']),
];

describe.skipIf(onWindows)('a name of a stranger', () => {
  beforeAll(() => {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there: npm run build`);
  });

  test.each(COMMANDS.map((command) => [command.slice(0, 3).join(' '), command] as const))(
    'gives no command to the reader of %s',
    (_, command) => {
      const { code, out, err } = kubeplumb(join(root, 'new'), command);
      expect([0, 1]).toContain(code);
      expect(out.length).toBeGreaterThan(0);
      expectHarmless(out);
      expectHarmless(err);
      if (command.includes('json')) JSON.parse(out);
      if (command.includes('markdown')) {
        const tokens = new MarkdownIt({ html: true, linkify: true }).parse(out, {});
        const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
        expect(all.filter(({ type }) => /link|image/.test(type))).toEqual([]);
        for (const { content } of all.filter(({ type }) => type === 'html_block'))
          expect(content).toMatch(/^(?:<details open><summary>[\w ]+<\/summary>|<\/details>)\n$/);
      }
    },
    120_000,
  );

  test('gives none to the reader of a message about arguments', () => {
    const folder = join(root, 'new');
    for (const name of NAMES)
      for (const args of [
        [name],
        ['check', name],
        ['check', `--${name.trim()}`],
        ['diff', name, '.'],
        ['diff', `git:${name}`, '.'],
      ]) {
        const { code, out, err } = kubeplumb(folder, args);
        expect([0, 1, 2]).toContain(code);
        expect(err).not.toContain('internal error');
        expectHarmless(out);
        expectHarmless(err);
      }
  }, 240_000);
});
