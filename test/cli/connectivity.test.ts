import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandIn } from './command.ts';

const cwd = mkdtempSync(join(tmpdir(), 'kubeplumb-connectivity-'));

function deployment(namespace: string, name: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: c, image: one, ports: [{ containerPort: 8080 }] }] }
---`;
}

const FILES = {
  'web.yaml': `${deployment('shop', 'web')}
{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }
`,
  'api.yaml': `${deployment('shop', 'api')}
apiVersion: v1
kind: Service
metadata: { name: backend, namespace: shop }
spec: { selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }
`,
  'batch.yaml': deployment('ops', 'batch'),
  'policies.yaml': `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 8080 }]
    - from: [{ ipBlock: { cidr: 8.8.8.0/24 } }]
      ports: [{ port: 443 }]
    - from: [{ namespaceSelector: { matchLabels: { team: a } } }]
      ports: [{ port: 9090 }]
`,
};

beforeAll(() => {
  for (const [file, text] of Object.entries(FILES)) writeFileSync(join(cwd, file), text);
});

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const connectivity = commandIn(cwd, 'connectivity');

const API = ['--to', 'shop/deployment/api'];

describe('as text', () => {
  it('gathers destinations that are reached alike', async () => {
    expect(await connectivity()).toEqual({
      code: 0,
      stderr: '',
      stdout: `ops/Deployment/batch
  all ports  from shop/Deployment/web, outside

shop/Deployment/api
  TCP 443    from 8.8.8.0/24
  TCP 8080   from shop/Deployment/web
  TCP 9090?  from ops/Deployment/batch

shop/Deployment/web
  all ports  from ops/Deployment/batch, outside

outside
  all ports  from ops/Deployment/batch, shop/Deployment/web

9 connections. Ports with a question mark depend on the cluster (1 connection).
`,
    });
  });

  it('names the rules that allow it', async () => {
    const { stdout } = await connectivity(...API, '--from', 'web', '--explain');
    expect(stdout).toBe(`shop/Deployment/web → shop/Deployment/api  TCP 8080
  egress   No policy limits egress
  ingress  NetworkPolicy shop/api allows it  policies.yaml:9

shop/Deployment/web → shop/Deployment/api  TCP 1-8079, 8081-65535; UDP; SCTP blocked
  ingress  NetworkPolicy shop/api allows it for other ports only  policies.yaml:9

1 connection.
`);
  });

  it('says what would be open to pods that are not there yet', async () => {
    const { stdout } = await connectivity(...API, '--from', '192.0.2.1', '--exposure');
    expect(stdout).toBe(`Open to pods that are not there yet

shop/Deployment/api
  ingress  TCP 9090 from all pods of namespaces with team=a  policies.yaml:13
  ingress  TCP 8080 from pods with app=web of namespace shop  policies.yaml:9

No connection is allowed.
`);
  });
});

describe('the ends that are asked for', () => {
  it.each([
    [['--from', 'internet', ...API], 'shop/Deployment/api\n  TCP 443  from 8.8.8.0/24\n'],
    [['--from', '8.8.8.8', ...API], 'shop/Deployment/api\n  TCP 443  from 8.8.8.8/32\n'],
    [['--from', '8.8.8.128/25', ...API], 'shop/Deployment/api\n  TCP 443  from 8.8.8.128/25\n'],
    [
      ['--from', 'deploy/web', '--to', 'shop/service/backend'],
      'shop/Deployment/api\n  TCP 8080  from shop/Deployment/web\n',
    ],
    [
      ['--from', 'ops/deployments/batch', '--from', 'web', ...API],
      'shop/Deployment/api\n  TCP 8080   from shop/Deployment/web\n  TCP 9090?  from ops/Deployment/batch\n',
    ],
  ])('%j', async (argv, expected) => {
    expect((await connectivity(...argv)).stdout).toContain(expected);
  });

  it.each([
    ['deploy/wev', "Did you mean 'shop/Deployment/web'?"],
    ['ops/deployment/api', "Did you mean 'shop/Deployment/api'?"],
    ['nothing-like-it', 'An end is'],
  ])('is %s nobody', async (name, hint) => {
    const { code, stdout, stderr } = await connectivity('--to', name);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`error: nothing is called '${name}'`);
    expect(stderr).toContain(hint);
  });
});

describe('for programs', () => {
  const read = (name: string): object =>
    JSON.parse(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), 'utf8')) as object;
  const validate = new Ajv({ schemas: { 'report.schema.json': read('report.schema.json') } }).compile(
    read('connectivity.schema.json'),
  );

  it.each([
    [[]],
    [['--explain']],
    [['--exposure']],
    [['--explain', '--exposure', '--from', 'internet']],
    [['--verdict', 'blocked', '--explain', '--port', 'tcp/1-1023']],
    [['--from', '192.0.2.1', ...API]],
  ])('JSON fits its schema with %j', async (argv) => {
    const { stdout } = await connectivity(...argv, '--format', 'json');
    validate(JSON.parse(stdout));
    expect(validate.errors).toBeNull();
  });

  it('JSON has one entry for each pair, verdict and block', async () => {
    const { stdout } = await connectivity(...API, '--format', 'json');
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      connections: [
        {
          from: 'ops/Deployment/batch',
          to: 'shop/Deployment/api',
          ports: { TCP: [[9090, 9090]] },
          verdict: 'depends',
        },
        {
          from: 'shop/Deployment/web',
          to: 'shop/Deployment/api',
          ports: { TCP: [[8080, 8080]] },
          verdict: 'allowed',
        },
        {
          from: 'external/8.8.8.0/24',
          to: 'shop/Deployment/api',
          ports: { TCP: [[443, 443]] },
          verdict: 'allowed',
        },
      ],
      notes: [],
    });
  });

  it('CSV', async () => {
    expect((await connectivity(...API, '--format', 'csv')).stdout).toBe(`from,to,ports,verdict
ops/Deployment/batch,shop/Deployment/api,TCP 9090,depends
shop/Deployment/web,shop/Deployment/api,TCP 8080,allowed
external/8.8.8.0/24,shop/Deployment/api,TCP 443,allowed
`);
  });

  it('a graph for Graphviz', async () => {
    expect((await connectivity(...API, '--format', 'dot')).stdout).toBe(`digraph connectivity {
  rankdir=LR;
  node [shape=box];
  subgraph cluster_1 {
    label="ops";
    n1 [label="Deployment/batch"];
  }
  subgraph cluster_2 {
    label="shop";
    n2 [label="Deployment/api"];
    n3 [label="Deployment/web"];
  }
  n4 [label="8.8.8.0/24", shape=ellipse];
  n1 -> n2 [label="TCP 9090", style=dashed];
  n3 -> n2 [label="TCP 8080"];
  n4 -> n2 [label="TCP 443"];
}
`);
  });

  it('a flowchart for Mermaid', async () => {
    expect((await connectivity(...API, '--format', 'mermaid')).stdout).toBe(`flowchart LR
  subgraph s1 ["ops"]
    n1["Deployment/batch"]
  end
  subgraph s2 ["shop"]
    n2["Deployment/api"]
    n3["Deployment/web"]
  end
  n4(["8.8.8.0/24"])
  n1 -.->|"TCP 9090"| n2
  n3 -->|"TCP 8080"| n2
  n4 -->|"TCP 443"| n2
`);
  });

  it('bytes do not depend on the order of the files', async () => {
    const order = fc.shuffledSubarray(Object.keys(FILES), { minLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        order,
        fc.constantFrom('text', 'json', 'csv', 'dot', 'mermaid'),
        async (files, format) => {
          const { stdout } = await connectivity(...files, '--format', format);
          expect(stdout).toBe((await connectivity('--format', format)).stdout);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('what makes it less certain', () => {
  it('is said', async () => {
    writeFileSync(
      join(cwd, 'cilium.yaml'),
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: x, namespace: shop }\n',
    );
    writeFileSync(join(cwd, 'broken.yaml'), 'kind: [Pod\n');
    const files = ['web.yaml', 'cilium.yaml', 'broken.yaml'];
    const { code, stderr } = await connectivity(...files);
    expect(code).toBe(0);
    expect(stderr).toBe(
      "note: CiliumNetworkPolicy shop/x is not evaluated: connections may be fewer, or more.\nnote: 1 document could not be read as manifests; 'kubeplumb check' says why.\n",
    );
    const { stdout } = await connectivity(...files, '--format', 'json');
    expect((JSON.parse(stdout) as { notes: unknown[] }).notes).toHaveLength(2);
  });

  it('is an error where there is nothing at all', async () => {
    const { code, stderr } = await connectivity('nowhere.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain("no file or folder matches 'nowhere.yaml'");
  });
});

describe('why a pair or a port is closed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeplumb-closed-'));
  const ask = commandIn(folder, 'connectivity');

  beforeAll(() => {
    for (const name of ['web.yaml', 'api.yaml', 'policies.yaml'] as const)
      writeFileSync(join(folder, name), FILES[name]);
    writeFileSync(
      join(folder, 'admin.yaml'),
      `
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: no-ssh }
spec:
  tier: Admin
  priority: 1
  subject: { namespaces: {} }
  ingress:
    - { action: Deny, from: [{ namespaces: {} }], protocols: [{ tcp: { destinationPort: { number: 22 } } }] }
`,
    );
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('says what opens some ports, and what closes the others', async () => {
    const { stdout } = await ask('--from', 'web', '--to', 'deploy/api', '--explain');
    expect(stdout).toBe(`shop/Deployment/web → shop/Deployment/api  TCP 8080
  egress   No policy limits egress
  ingress  NetworkPolicy shop/api allows it  policies.yaml:9

shop/Deployment/web → shop/Deployment/api  TCP 1-8079, 8081-65535; UDP; SCTP blocked
  ingress  ClusterNetworkPolicy no-ssh (tier Admin) denies it  admin.yaml:10
  ingress  NetworkPolicy shop/api allows it for other ports only  policies.yaml:9

1 connection.
`);
  });

  it('says it of the side that closes it', async () => {
    const { stdout } = await ask('--from', 'deploy/api', '--to', 'web', '--explain', '--port', 'tcp/80');
    expect(stdout).toBe(`shop/Deployment/api → shop/Deployment/web  TCP 80 blocked
  egress   NetworkPolicy shop/api allows no egress  policies.yaml:6

No connection is allowed. 1 pair blocked.
`);
  });

  it('tells the tier', async () => {
    const { stdout } = await ask('--from', 'web', '--to', 'deploy/api', '--explain', '--port', '22/tcp');
    expect(stdout).toContain('ClusterNetworkPolicy no-ssh (tier Admin) denies it  admin.yaml:10');
  });

  it('lists what is blocked alone', async () => {
    expect((await ask('--verdict', 'blocked', '--port', 'tcp/8080')).stdout).toBe(`shop/Deployment/api
  TCP 8080 blocked  from outside

shop/Deployment/web, outside
  TCP 8080 blocked  from shop/Deployment/api

4 pairs blocked.
`);
  });

  it.each([
    ['csv', 'shop/Deployment/api,shop/Deployment/web,TCP 22,blocked\n'],
    ['dot', '[label="TCP 22", style=dotted, arrowhead=tee];'],
    ['mermaid', '--x|"TCP 22"|'],
  ])('also as %s', async (format, expected) => {
    expect((await ask('--verdict', 'blocked', '--port', 'tcp/22', '--format', format)).stdout).toContain(
      expected,
    );
  });

  it('says nothing of closed pairs in drawings, whatever is explained', async () => {
    expect((await ask('--explain', '--format', 'csv')).stdout).toBe((await ask('--format', 'csv')).stdout);
  });

  it.each([
    ['tcp/8080', 'TCP 8080'],
    ['8080/tcp', 'TCP 8080'],
    ['8080', 'TCP 8080'],
    ['TCP/8000-8100', 'TCP 8080'],
    ['tcp', 'TCP 8080'],
  ])('knows the port %s', async (port, shown) => {
    const { stdout } = await ask('--from', 'web', '--to', 'deploy/api', '--port', port);
    expect(stdout).toContain(`  ${shown}  from shop/Deployment/web\n`);
  });

  it.each([
    [['--port', 'udp/8080'], 'No connection is allowed.'],
    [['--verdict', 'depends'], 'None is depends.'],
  ])('says that nothing is left of %j', async (argv, sum) => {
    expect((await ask('--from', 'web', '--to', 'deploy/api', ...argv)).stdout).toBe(`${sum}\n`);
  });

  it.each([
    [['--port', 'tpc/8080'], "'tpc' is no protocol", "Did you mean 'tcp/8080'?"],
    [['--port', 'tcp:8080'], "'tcp:8080' is no port", "Did you mean 'tcp/8080'?"],
    [['--port', 'tcp/70000'], "'70000' is no port", 'It is a number from 1 to 65535.'],
    [['--port', 'tcp/0'], "'0' is no port", 'It is a number from 1 to 65535.'],
    [['--port', 'tcp/90-80'], "'90-80' is no port", "Did you mean '80-90'?"],
    [['--port', 'http'], "'http' is no port", 'It is tcp/8080'],
    [['--port', 'tcp/80/90'], "'tcp/80/90' is no port", 'It is tcp/8080'],
    [['--verdict', 'blokced'], "'blokced' is no value for '--verdict'", "Did you mean 'blocked'?"],
    [['--verdict', 'open'], "'open' is no value for '--verdict'", 'It takes allowed, depends or blocked.'],
  ])('refuses %j', async (argv, message, hint) => {
    const { code, stdout, stderr } = await ask(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).toContain(hint);
  });
});

describe('objects that the API server refuses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeplumb-refused-'));
  const ask = commandIn(folder, 'connectivity');

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const policy = (spec: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p, namespace: shop }\nspec: { ${spec} }\n`;
  const cluster = (kind: string, version: string, spec: string): string =>
    `apiVersion: policy.networking.k8s.io/${version}\nkind: ${kind}\nmetadata: { name: p }\nspec: { ${spec} }\n`;
  const ANP = 'priority: 1, subject: { namespaces: {} },';

  it.each([
    ['a peer that names nobody', policy('podSelector: {}, ingress: [{ from: [{}] }]'), 'names nobody'],
    [
      'a block beside labels',
      policy('podSelector: {}, ingress: [{ from: [{ podSelector: {}, ipBlock: { cidr: 10.0.0.0/8 } }] }]'),
      'has ipBlock together with podSelector',
    ],
    [
      'no block',
      policy('podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/33 } }] }]'),
      '10.0.0.0/33',
    ],
    ['no port', policy('podSelector: {}, ingress: [{ ports: [{ port: 99999 }] }]'), 'Port 99999'],
    [
      'no list',
      policy('podSelector: {}, ingress: [{ from: { podSelector: {} } }]'),
      'takes a list of objects',
    ],
    ['no type', policy('podSelector: {}, policyTypes: [Ingres]'), 'Ingres'],
    ['no operator', policy('podSelector: { matchExpressions: [{ key: a, operator: Is }] }'), 'Operator Is'],
    [
      'an action of another kind',
      cluster(
        'AdminNetworkPolicy',
        'v1alpha1',
        `${ANP} ingress: [{ action: Accept, from: [{ namespaces: {} }] }]`,
      ),
      'spec.ingress[0].action is "Accept"',
    ],
    [
      'a rule for nobody',
      cluster('AdminNetworkPolicy', 'v1alpha1', `${ANP} egress: [{ action: Deny, to: [] }]`),
      'spec.egress[0].to of AdminNetworkPolicy p has fewer than 1 entry',
    ],
    [
      'a peer of two kinds',
      cluster(
        'AdminNetworkPolicy',
        'v1alpha1',
        `${ANP} egress: [{ action: Deny, to: [{ namespaces: {}, pods: {} }] }]`,
      ),
      'spec.egress[0].to[0]',
    ],
    [
      'a tier that is none',
      cluster('ClusterNetworkPolicy', 'v1alpha2', 'tier: Middle, priority: 1, subject: { namespaces: {} }'),
      'spec.tier of ClusterNetworkPolicy p is "Middle"',
    ],
  ])('are noted: %s', async (_, text, reason) => {
    writeFileSync(join(folder, 'a.yaml'), `${FILES['web.yaml']}---\n${text}`);
    const { code, stderr } = await ask('a.yaml');
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^note: The API server refuses \w+ (?:shop\/)?p, which is evaluated without the parts that mean nothing: /,
    );
    expect(stderr).toContain(reason);
  });

  it.each([
    policy(
      'podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: {} }], ports: [{ port: http }] }]',
    ),
    cluster(
      'AdminNetworkPolicy',
      'v1alpha1',
      `${ANP} egress: [{ action: Deny, to: [{ networks: [10.0.0.0/8] }] }]`,
    ),
    cluster(
      'ClusterNetworkPolicy',
      'v1alpha2',
      'tier: Admin, priority: 1, subject: { pods: { podSelector: {} } }, ingress: [{ action: Accept, from: [{ namespaces: {} }] }]',
    ),
  ])('are not what it takes: %s', async (text) => {
    writeFileSync(join(folder, 'a.yaml'), `${FILES['web.yaml']}---\n${text}`);
    expect((await ask('a.yaml')).stderr).toBe('');
  });
});
