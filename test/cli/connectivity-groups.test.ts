import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';

const CLI = join(import.meta.dirname, '../../dist/cli.js');
const SCHEMAS = join(import.meta.dirname, '../../schemas');
const folder = mkdtempSync(join(tmpdir(), 'kubeplumb-groups-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const workload = (name: string, app: string, replicas: number, namespace = 'shop'): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${app} } }
  template:
    metadata: { labels: { app: ${app} } }
    spec: { containers: [{ name: main, image: one, ports: [{ containerPort: 8080 }] }] }
`;

const policy = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 8080 }] }]
`;

interface Grouped {
  readonly groups: readonly {
    readonly name: string;
    readonly workloads: readonly string[];
    readonly reachesItself: boolean;
  }[];
  readonly connections: readonly {
    readonly from: string;
    readonly to: string;
    readonly verdict: string;
    readonly pairs: number;
  }[];
}

function ask(text: string, ...words: readonly string[]): string {
  writeFileSync(join(folder, 'a.yaml'), text);
  return execFileSync(process.execPath, [CLI, 'connectivity', 'a.yaml', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
}

function grouped(text: string, ...words: readonly string[]): Grouped {
  const answer = JSON.parse(ask(text, '--format', 'json', '--grouped', ...words)) as Grouped;
  const validate = ajv.getSchema('connectivity-groups.schema.json');
  if (validate === undefined) throw new Error('no such schema');
  expect(validate(answer) ? [] : validate.errors).toEqual([]);
  return answer;
}

const ajv = new Ajv();
for (const name of ['report', 'connectivity', 'connectivity-groups']) {
  const schema = JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8')) as object;
  ajv.addSchema({ ...schema, $id: `${name}.schema.json` });
}

/** Pairs of workloads, as csv lists them. */
function pairs(text: string, ...words: readonly string[]): number {
  const lines = ask(text, '--format', 'csv', ...words)
    .trim()
    .split('\n')
    .slice(1);
  return new Set(
    lines.filter((line) => !line.includes('external')).map((line) => line.split(',').slice(0, 2).join()),
  ).size;
}

function counted({ groups, connections }: Grouped): number {
  const names = new Set(groups.map(({ name }) => name));
  const between = connections.filter(({ from, to }) => names.has(from) && names.has(to));
  const once = new Map(between.map(({ from, to, pairs: count }) => [`${from}\n${to}`, count]));
  return [...once.values()].reduce((sum, count) => sum + count, 0);
}

const SHOP = [
  workload('web-1', 'web', 2),
  workload('web-2', 'web', 2),
  workload('web-3', 'web', 1),
  workload('api', 'api', 1),
  workload('job-1', 'job', 1),
  workload('job-2', 'job', 1),
  workload('job-3', 'job', 1),
  workload('far', 'web', 2, 'other'),
  policy,
].join('');

describe('the map of groups', () => {
  it('puts together what nothing tells apart', () => {
    const { groups } = grouped(SHOP);
    expect(groups.map(({ workloads }) => workloads.join(' '))).toEqual([
      'other/Deployment/far',
      'shop/Deployment/api',
      'shop/Deployment/job-1 shop/Deployment/job-2 shop/Deployment/job-3',
      'shop/Deployment/web-1 shop/Deployment/web-2',
      'shop/Deployment/web-3',
    ]);
  });

  it.each([
    ['everything', []],
    ['some sources', ['--from', 'shop/deployment/job-1']],
    ['some destinations', ['--to', 'shop/deployment/job-2', '--to', 'shop/deployment/web-1']],
    ['both', ['--from', 'shop/deployment/job-1', '--to', 'shop/deployment/job-1']],
    ['what is closed', ['--verdict', 'blocked']],
  ])('counts the pairs that csv lists: %s', (_, words) => {
    expect(counted(grouped(SHOP, ...words))).toBe(pairs(SHOP, ...words));
  });

  it('of nothing is empty', () => {
    expect(grouped('---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n')).toMatchObject({
      groups: [],
      connections: [],
    });
  });

  it.each([
    [['--format', 'csv', '--grouped'], 'use --format json'],
    [['--format', 'json', '--grouped', '--explain'], 'leave one of them out'],
  ])('%j is a mistake', (words, message) => {
    writeFileSync(join(folder, 'a.yaml'), SHOP);
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'connectivity', 'a.yaml', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

it('a map whose reader has gone ends without a word', () => {
  const many = Array.from({ length: 400 }, (_, index) => workload(`w${index}`, `w${index}`, 2)).join('');
  writeFileSync(join(folder, 'a.yaml'), many);
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${CLI}" connectivity a.yaml --format csv | head -1`],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  expect([stdout, stderr]).toEqual(['from,to,ports,verdict\n', '']);
});
