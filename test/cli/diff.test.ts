import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { blob, commitAll, craftedCommit, craftedTree } from '../source/repository.ts';
import { commandIn } from './command.ts';
import type { Outcome } from './command.ts';
import { memory } from './memory.ts';

const cwd = mkdtempSync(join(tmpdir(), 'kubeplumb-diff-'));

function deployment(name: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: one, ports: [{ containerPort: 8080 }] }] }
---`;
}

const service = (target: string): string => `
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { selector: { app: api }, ports: [{ port: 80, targetPort: ${target} }] }
---`;

const policy = (ingress: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec: { podSelector: { matchLabels: { app: api } }, ingress: [${ingress}] }
---`;

const FROM_WEB = '{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 8080 }] }';
const WORKLOADS = `${deployment('web')}${deployment('api')}`;
const OLD = WORKLOADS + service('8080') + policy(FROM_WEB);

function write(file: string, text: string): void {
  mkdirSync(dirname(join(cwd, file)), { recursive: true });
  writeFileSync(join(cwd, file), text);
}

beforeAll(() => {
  write('old/all.yaml', OLD);
});

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const diff = commandIn(cwd, 'diff');

/** Against the old manifests. */
async function after(text: string, ...argv: readonly string[]): Promise<Outcome> {
  write('new/all.yaml', text);
  return diff('old', 'new', ...argv);
}

describe('as text', () => {
  it('says that nothing changes', async () => {
    expect(await diff('old', 'old')).toEqual({
      code: 0,
      stdout: 'No change in connections or findings.\n',
      stderr: '',
    });
  });

  it('says what is opened and what is closed', async () => {
    const { stdout, code } = await after(
      WORKLOADS +
        service('8080') +
        policy('{ from: [{ podSelector: {} }, { ipBlock: { cidr: 8.8.8.0/24 } }], ports: [{ port: 9090 }] }'),
    );
    expect(stdout).toBe(`Opened
+ shop/Deployment/api
+   TCP 9090  from shop/Deployment/web, 8.8.8.0/24

Closed
- shop/Deployment/api
-   TCP 8080  from shop/Deployment/web

2 connections opened, 1 closed; 0 new findings, 0 fixed.
`);
    expect(code).toBe(0);
  });

  it('says which findings come, and fails for them', async () => {
    const broken = WORKLOADS + service('http') + policy(FROM_WEB);
    const { stdout, code } = await after(broken);
    expect(stdout).toMatch(/^New findings\n\+ all.yaml:23: error\[target-port-missing\] Service shop\/api/);
    expect(code).toBe(1);
    expect((await after(broken, '--fail-on', 'never')).code).toBe(0);
  });

  it('says which findings go', async () => {
    write('new/all.yaml', WORKLOADS + service('http') + policy(FROM_WEB));
    const { stdout, code } = await diff('new', 'old');
    expect(stdout).toMatch(/^Fixed findings\n- all.yaml:23: error\[target-port-missing\]/);
    expect(code).toBe(0);
  });
});

describe('is not shown', () => {
  it.each([
    [
      'how the policies are written',
      WORKLOADS + service('8080') + policy(FROM_WEB.replace('app: web', '"app": "web"')),
    ],
    [
      'how blocks cut the addresses',
      WORKLOADS +
        service('8080') +
        policy(`${FROM_WEB}, { from: [{ ipBlock: { cidr: 10.0.0.0/8 } }], ports: [{ port: 70000 }] }`),
    ],
  ])('%s', async (_, text) => {
    expect((await after(text, '--fail-on', 'never')).stdout).not.toContain('opened, 1');
    expect((await after(text)).stdout).not.toMatch(/Opened|Closed/);
  });

  it('a finding whose line or file moves', async () => {
    const broken = WORKLOADS + service('http') + policy(FROM_WEB);
    write('a/one.yaml', broken);
    write('b/deep/other.yaml', `# Moved.\n\n${broken}`);
    expect((await diff('a', 'b')).stdout).toBe('No change in connections or findings.\n');
  });
});

describe('for programs', () => {
  const read = (name: string): object =>
    JSON.parse(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), 'utf8')) as object;
  const schemas = Object.fromEntries(
    ['report.schema.json', 'connectivity.schema.json'].map((name) => [name, read(name)]),
  );
  const validate = new Ajv({ schemas }).compile(read('diff.schema.json'));

  it('JSON lists pairs that are new, gone and different', async () => {
    const text =
      deployment('api') + deployment('batch') + service('http') + policy('{ ports: [{ port: 8080 }] }');
    const { stdout } = await after(text, '--format', 'json');
    const report = JSON.parse(stdout) as {
      connections: Record<'added' | 'removed', { from: string; to: string }[]>;
      findings: { added: { rule: string }[] };
    };
    validate(report);
    expect(validate.errors).toBeNull();
    expect(report.connections.added.map(({ from, to }) => `${from} ${to}`)).toContain(
      'shop/Deployment/batch shop/Deployment/api',
    );
    expect(report.connections.removed.map(({ from, to }) => `${from} ${to}`)).toContain(
      'shop/Deployment/web shop/Deployment/api',
    );
    expect(report.findings.added.map(({ rule }) => rule)).toContain('target-port-missing');
  });

  it('JSON has both sides of a pair that changes', async () => {
    const text = WORKLOADS + service('8080') + policy(FROM_WEB.replace('8080', '9090'));
    const { stdout } = await after(text, '--format', 'json');
    const end = { from: 'shop/Deployment/web', to: 'shop/Deployment/api', verdict: 'allowed' };
    expect(JSON.parse(stdout)).toMatchObject({
      connections: {
        added: [],
        removed: [],
        changed: [
          {
            before: [{ ...end, ports: { TCP: [[8080, 8080]] } }],
            after: [{ ...end, ports: { TCP: [[9090, 9090]] } }],
          },
        ],
      },
    });
  });

  it('Markdown folds its parts, and lets no name be markup', async () => {
    const { stdout } = await after(WORKLOADS + service('http_*|x*') + policy('{}'), '--format', 'markdown');
    expect(stdout).toContain('**2 connections opened, 0 closed; 1 new finding, 0 fixed.**');
    expect(stdout).toContain('<details open><summary>Opened</summary>\n\n```diff\n+ shop/Deployment/api\n');
    expect(stdout).toContain('| `all.yaml:23` | `error[port-name-invalid]` | The API server');
    expect(stdout).not.toContain('http_*|x*');
  });
});

describe('a revision of git', () => {
  const git = (...args: readonly string[]): void => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
    expect(spawnSync('git', [...identity, ...args], { cwd: join(cwd, 'repository') }).status).toBe(0);
  };

  it('is the manifests of this folder as they were', async () => {
    write('repository/k8s/all.yaml', OLD);
    write('repository/k8s/notes.txt', 'no manifest');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'one');
    git('tag', 'v1');
    write('repository/k8s/all.yaml', WORKLOADS + service('8080'));
    renameSync(join(cwd, 'repository/k8s/all.yaml'), join(cwd, 'repository/k8s/moved.yaml'));
    const io = memory({ cwd: join(cwd, 'repository') });
    expect(await run(['diff', 'git:v1', '.'], io)).toBe(0);
    expect(io.stdout.text()).toMatch(/^Opened\n\+ shop\/Deployment\/api\n/);
    const inside = memory({ cwd: join(cwd, 'repository/k8s') });
    expect(await run(['diff', 'git:HEAD', 'git:v1'], inside)).toBe(0);
    expect(inside.stdout.text()).toBe('No change in connections or findings.\n');
  });

  it('is read without any file for it', async () => {
    const temporary = process.env.TMPDIR;
    // No folder can be made below a file.
    process.env.TMPDIR = join(cwd, 'repository/k8s/notes.txt');
    onTestFinished(() => {
      if (temporary === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = temporary;
    });
    const io = memory({ cwd: join(cwd, 'repository') });
    expect(await run(['diff', 'git:v1', '.'], io)).toBe(0);
  });

  it('does not leave its tree, however that is made', async () => {
    const folder = join(cwd, 'repository');
    const id = blob(folder, OLD);
    const inner = craftedTree(folder, [{ mode: '100644', name: 'escaped.yaml', id }]);
    const commit = craftedCommit(folder, [{ mode: '40000', name: '..', id: inner }]);
    const io = memory({ cwd: folder });
    expect(await run(['diff', `git:${commit}`, '.'], io)).toBe(2);
    expect(io.stderr.text()).toContain("its entry '..' leads out of its folder");
    expect(existsSync(join(tmpdir(), 'escaped.yaml'))).toBe(false);
  });

  it.each([
    ['repository', 'git:nowhere', "cannot read revision 'nowhere': there is no such revision"],
    ['repository', 'git:--all', "cannot read revision '--all'"],
    ['repository', 'git:', "cannot read revision ''"],
    ['repository', 'git:HEAD:k8s', 'run kubeplumb in the folder that you mean'],
    ['empty', 'git:HEAD', "no manifests of this folder in revision 'HEAD'"],
    ['.', 'git:HEAD', "cannot read revision 'HEAD'"],
  ])('in %s, %s is told not to be one', async (folder, side, message) => {
    if (folder === 'empty') {
      write('empty/notes.txt', '');
      commitAll(join(cwd, folder));
    }
    const io = memory({ cwd: join(cwd, folder) });
    expect(await run(['diff', side, side], io)).toBe(2);
    expect(io.stderr.text()).toContain(message);
  });
});

describe('wrong usage', () => {
  it.each([
    [['old'], 'a diff needs two sides'],
    [['old', 'old', 'old'], 'a diff needs two sides'],
    [['old', 'main'], "there is no folder or file 'main'"],
  ])('%j', async (argv, message) => {
    const { code, stderr } = await diff(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
