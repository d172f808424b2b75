import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandIn } from './command.ts';

const cwd = mkdtempSync(join(tmpdir(), 'kubeplumb-trace-'));

function deployment(
  name: string,
  ports = '[{ name: http, containerPort: 8080 }]',
  labels = `app: ${name}`,
): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { ${labels} } }
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ name: main, image: one, ports: ${ports} }] }
---`;
}

function service(name: string, spec: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { ${spec} }
---`;
}

function policy(name: string, spec: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
---`;
}

const API = service('api', 'selector: { app: api }, ports: [{ name: http, port: 80, targetPort: http }]');

const FILES = {
  'workloads.yaml': `${deployment('web')}${deployment('api')}${deployment('batch', '[]')}`,
  'services.yaml': `${API}${service('open', 'type: NodePort, selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }]')}
${service('two', 'selector: { app: api }, ports: [{ name: a, port: 80, targetPort: http }, { name: b, port: 81, targetPort: nothing }]')}
${service('alias', 'type: ExternalName, externalName: api.example.com, ports: [{ port: 80 }]')}
${service('none', 'selector: { app: nobody }, ports: [{ port: 80 }]')}
${service('pods', 'clusterIP: None, selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }]')}
`,
  'set.yaml': `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  replicas: 2
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: main, image: one, ports: [{ containerPort: 5432 }, { containerPort: 9187 }] }] }
---${service('db', 'clusterIP: None, selector: { app: db }, ports: [{ name: sql, port: 5432 }]')}${service('db-read', 'selector: { app: db }, ports: [{ port: 5432 }]')}
`,
  'api-policy.yaml': policy(
    'api',
    '{ podSelector: { matchLabels: { app: api } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 8080 }] }] }',
  ),
  'batch-policy.yaml': policy(
    'batch',
    '{ podSelector: { matchLabels: { app: batch } }, policyTypes: [Egress] }',
  ),
};

beforeAll(() => {
  for (const [file, text] of Object.entries(FILES)) writeFileSync(join(cwd, file), text);
});

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const trace = commandIn(cwd, 'trace');

it('reads from top to bottom', async () => {
  expect(await trace('shop/deployment/web', 'shop/service/api:80')).toEqual({
    code: 0,
    stderr: '',
    stdout: `shop/deployment/web → shop/service/api:80

 ✓ service    Service shop/api listens on 80 (http)
              services.yaml:5:41
 ✓ endpoints  Deployment shop/api: port http is TCP 8080
              services.yaml:5:77
 ✓ egress     No policy limits the egress of Deployment shop/web
              workloads.yaml:4:19
 ✓ ingress    NetworkPolicy shop/api lets Deployment shop/web into TCP 8080 of Deployment shop/api
              api-policy.yaml:5:63
 ✓ container  Container main declares TCP 8080 (http)
              workloads.yaml:18:60

The request gets through.
`,
  });
});

/** `allowed: service allowed, …` of the JSON, and the last message. */
async function told(
  ...argv: readonly string[]
): Promise<{ readonly path: string; readonly last: string; readonly code: number }> {
  const { stdout, code } = await trace(...argv, '--format', 'json');
  const { verdict, hops } = JSON.parse(stdout) as {
    verdict: string;
    hops: { kind: string; verdict: string; message: string }[];
  };
  const path = hops
    .map((hop) => `${hop.kind}${hop.verdict === 'allowed' ? '' : ` ${hop.verdict}`}`)
    .join(', ');
  return { path: `${verdict}: ${path}`, last: hops.at(-1)?.message ?? '', code };
}

describe('a request', () => {
  it.each([
    [
      'web',
      'api',
      0,
      'allowed: service, endpoints, egress, ingress, container',
      'Container main declares TCP 8080 (http)',
    ],
    ['web', 'api:http', 0, 'allowed: service, endpoints, egress, ingress, container', 'Container main'],
    ['web', 'deployment/api', 0, 'allowed: egress, ingress, container', 'Container main'],
    ['web', 'deploy/api:http', 0, 'allowed: egress, ingress, container', 'Container main'],
    [
      'web',
      'deployment/api:9090',
      1,
      'blocked: egress, ingress blocked',
      'does not let Deployment shop/web into TCP 9090 of Deployment shop/api: this rule is for other ports',
    ],
    [
      'batch',
      'api',
      1,
      'blocked: service, endpoints, egress blocked',
      'NetworkPolicy shop/batch does not let Deployment shop/batch out to TCP 8080 of Deployment shop/api',
    ],
    ['web', 'api:81', 1, 'blocked: service blocked', 'Service shop/api listens on 80 (http), not on 81'],
    [
      'web',
      'two:81',
      1,
      'blocked: service, endpoints blocked',
      'Service shop/two sends requests to container port nothing, but Deployment shop/api declares http (8080)',
    ],
    [
      'web',
      'alias:80',
      3,
      'depends: service depends',
      'Service shop/alias is another name for api.example.com',
    ],
    ['web', 'none', 3, 'depends: service, endpoints depends', 'No pod of the manifests has app=nobody'],
    // Names of pods below the Service that governs their set; the port is that of the pod.
    [
      'web',
      'db-1.db:5432',
      0,
      'allowed: service, endpoints, egress, ingress, container',
      'Container main declares TCP 5432',
    ],
    [
      'web',
      'db-1.db:sql',
      0,
      'allowed: service, endpoints, egress, ingress, container',
      'Container main declares TCP 5432',
    ],
    [
      'web',
      'db-1.db.shop:9187',
      0,
      'allowed: service, endpoints, egress, ingress, container',
      'Container main declares TCP 9187',
    ],
    [
      'web',
      'db-1.db.shop.svc.cluster.local:5432',
      0,
      'allowed: service, endpoints, egress, ingress, container',
      'Container main declares TCP 5432',
    ],
    [
      'web',
      'db-1.db:80',
      3,
      'depends: service, endpoints, egress, ingress, container depends',
      'declares TCP 80;',
    ],
    [
      'web',
      'http://db-1.db:9187/',
      0,
      'allowed: service, endpoints, egress, ingress, container',
      'Container main declares TCP 9187',
    ],
    ['web', 'db-2.db:5432', 1, 'blocked: dns blocked', 'StatefulSet shop/db has db-0 to db-1 only'],
    ['web', 'db-0.db-read:5432', 1, 'blocked: dns blocked', 'have their names below db, not below db-read'],
    // Nothing maps the ports of a headless Service, and what no container declares is not told.
    [
      'web',
      'pods:8080',
      0,
      'allowed: service, endpoints, egress, ingress, container',
      'Container main declares TCP 8080',
    ],
    [
      'web',
      'pods:80',
      3,
      'depends: service, endpoints, egress, ingress, container depends',
      'No container of Deployment shop/web declares TCP 80; whether one listens is not told',
    ],
    ['web', 'deployment/web:9090', 3, 'depends: egress, ingress, container depends', 'declares TCP 9090'],
    ['web', 'internet', 0, 'allowed: egress, outside', 'What is outside is not written in manifests'],
    ['batch', 'internet', 1, 'blocked: egress blocked', 'out to TCP 443 of the internet'],
    ['batch', '192.0.2.1:53/udp', 1, 'blocked: egress blocked', 'out to UDP 53 of 192.0.2.1'],
    ['web', '[2001:db8::1]:443', 0, 'allowed: egress, outside', 'What is outside'],
    ['internet', 'open', 0, 'allowed: entry, service, endpoints, ingress, container', 'Container main'],
    ['internet', 'api', 1, 'blocked: entry blocked', 'Nothing leads from outside to Service shop/api'],
    ['internet', 'deployment/web', 3, 'depends: entry depends, ingress, container', 'Container main'],
  ])('from %s to %s: exit %i, %s', async (from, to, code, path, last) => {
    const found = await told(from, to);
    expect(found.path).toBe(path);
    expect(found.last).toContain(last);
    expect(found.code).toBe(code);
  });

  it('is not known where policies act that are not evaluated', async () => {
    const cilium =
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: x, namespace: shop }\n';
    writeFileSync(join(cwd, 'cilium.txt'), cilium);
    const paths = ['workloads.yaml', 'services.yaml', 'cilium.txt'].flatMap((path) => ['--path', path]);
    const { path } = await told('web', 'api', ...paths);
    expect(path).toBe('depends: service, endpoints, egress depends, ingress depends, container');
  });

  it('finds an object by its namespace and name', async () => {
    const { path } = await told(
      'shop/batch',
      'shop/api',
      '--path',
      'workloads.yaml',
      '--path',
      'services.yaml',
    );
    expect(path).toBe('allowed: service, endpoints, egress, ingress, container');
  });

  it('reads the manifests that are named', async () => {
    const { path } = await told('batch', 'api', '--path', 'workloads.yaml', '--path', 'services.yaml');
    expect(path).toBe('allowed: service, endpoints, egress, ingress, container');
  });
});

it('of many objects with the name five are said', async () => {
  const many = Array.from(
    { length: 300 },
    (_, index) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: same, namespace: n${index} }\nspec: { ports: [{ port: 80 }] }\n`,
  );
  writeFileSync(join(cwd, 'many.txt'), many.join('---\n'));
  const { code, stderr } = await trace('internet', 'same', '--path', 'many.txt');
  expect(code).toBe(2);
  expect(stderr).toMatch(/is the name of 300 objects\n +Say which: (?:'[^']+'(?: or )?){5} and 295 more\./);
});

describe('wrong usage', () => {
  it.each([
    [['web'], 'a trace needs two ends', "See 'kubeplumb trace --help'."],
    [['web', 'api', 'more'], 'a trace needs two ends', '--path'],
    [['wev', 'api'], "nothing is called 'wev'", "Did you mean 'shop/Deployment/web'?"],
    [
      ['web', 'shop/service/apu:80'],
      "nothing is called 'shop/service/apu'",
      "Did you mean 'shop/Service/api'?",
    ],
    [['web', 'two'], "'two' names no port", "Say which: 'two:80' or 'two:81'."],
    [['web', 'deployment/batch'], "'deployment/batch' names no port", "Add one: 'deployment/batch:<port>'."],
    [['web', 'deployment/api:0'], "'0' is no port", 'It is a number from 1 to 65535.'],
    [['web', 'deployment/api:80/icmp'], "'icmp' is no protocol", 'It is tcp, udp or sctp.'],
    [
      ['web', 'api.example.com/cart'],
      "nothing is called 'api.example.com/cart'",
      "Did you mean 'http://api.example.com/cart'?",
    ],
    [
      ['web', 'api.example.com:80'],
      "nothing is called 'api.example.com'",
      "Did you mean 'http://api.example.com:80'?",
    ],
    [['service/api', 'web'], 'Service shop/api sends no requests', 'Name the workload that does.'],
    [['10.0.0.0/8', 'api'], "'10.0.0.0/8' is a block of addresses", 'Name one of them.'],
    [['web', 'api', '--path', 'nowhere.yaml'], "no file or folder matches 'nowhere.yaml'", ''],
  ])('%j', async (argv, message, hint) => {
    const { code, stdout, stderr } = await trace(...argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });
});

it('fits its schema', async () => {
  const read = (name: string): object =>
    JSON.parse(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), 'utf8')) as object;
  const validate = new Ajv({ schemas: { 'report.schema.json': read('report.schema.json') } }).compile(
    read('trace.schema.json'),
  );
  for (const [from, to] of [
    ['web', 'api'],
    ['batch', 'internet'],
    ['web', 'internet'],
    ['internet', 'open'],
  ] as const) {
    const { stdout } = await trace(from, to, '--format', 'json');
    validate(JSON.parse(stdout));
    expect(validate.errors).toBeNull();
  }
});
