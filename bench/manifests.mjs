import { randomFrom } from './random.mjs';
import * as traffic from './traffic.mjs';
import * as workload from './workloads.mjs';

const NAMESPACES = 40;
const TEAMS = ['atlas', 'birch', 'comet', 'delta', 'ember'];
const PRODUCTS = ['basket', 'billing', 'catalog', 'mail', 'orders', 'search', 'shipping', 'stock'];

/**
 * That many healthy manifests of one cluster, as files of one to five documents: `{ file, text }[]`. The same count and
 * seed give the same files. Nothing is missing: every reference resolves, every port fits, and under a default deny
 * each request and each question to DNS is allowed by a policy.
 */
export function manifests(count, seed = 1) {
  const random = randomFrom(seed);
  const files = [];
  let left = count;
  const add = (file, documents) => {
    files.push({ file, text: documents.join('---\n') });
    left -= documents.length;
  };

  const platform = [
    { file: 'cluster/ingress-nginx.yaml', documents: traffic.controller() },
    { file: 'cluster/monitoring.yaml', documents: traffic.monitoring() },
  ];
  if (left >= platform.flatMap(({ documents }) => documents).length) {
    for (const { file, documents } of platform) add(file, documents);
  }
  for (let number = 0; ; number++) {
    const base = number < NAMESPACES ? baseFile(namespaceOf(number)) : undefined;
    const stack = stackFiles(number, random);
    const size = stack.reduce((sum, { documents }) => sum + documents.length, base?.documents.length ?? 0);
    if (size > left) break;
    for (const { file, documents } of base === undefined ? stack : [base, ...stack]) add(file, documents);
  }
  // What no whole stack fits into is filled with jobs that need nothing else.
  for (let number = 0; left > 0; number++) {
    const app = appOf('chores', 'chore', number, 'default', random);
    add(`cluster/chores/${app.name}.yaml`, [workload.cronJob(app, undefined, random)]);
  }
  return files;
}

function namespaceOf(number) {
  return {
    name: `${PRODUCTS[number % PRODUCTS.length]}-${Math.floor(number / PRODUCTS.length)}`,
    team: teamOf(number),
  };
}

function teamOf(number) {
  return TEAMS[number % TEAMS.length];
}

function appOf(stack, role, number, namespace, random) {
  const port = random.pick([3000, 8000, 8080, 9000]);
  return {
    stack,
    role,
    port,
    namespace,
    team: teamOf(number),
    name: role === 'chore' ? `chore-${number}` : `${stack}-${role}`,
  };
}

function baseFile({ name, team }) {
  return {
    file: `${name}/namespace.yaml`,
    documents: [traffic.namespace(name, team), traffic.denyAll(name), traffic.allowDns(name)],
  };
}

/** A web front end, the API behind it, its database, an agent on each node and a nightly job. */
function stackFiles(number, random) {
  const { name: namespace } = namespaceOf(number % NAMESPACES);
  const stack = `${random.pick(PRODUCTS)}-${number}`;
  const [web, api, db, agent, job] = ['web', 'api', 'db', 'agent', 'nightly'].map((role) =>
    appOf(stack, role, number, namespace, random),
  );
  web.host = `${stack}.example.com`;
  const paths = [
    { path: '/', target: web },
    { path: '/api', target: api },
  ];
  const files = [
    {
      file: 'web/workload.yaml',
      documents: [
        workload.deployment(web, random),
        traffic.service(web),
        workload.autoscaler(web, random),
        workload.disruptionBudget(web),
      ],
    },
    { file: 'web/ingress.yaml', documents: [traffic.ingress(web, paths), traffic.tlsSecret(web)] },
    {
      file: 'web/policy.yaml',
      documents: [traffic.policy(web, { calls: [api], isPublic: true })],
    },
    {
      file: 'api/all.yaml',
      documents: [
        workload.deployment(api, random),
        traffic.service(api),
        workload.autoscaler(api, random),
        workload.disruptionBudget(api),
        traffic.policy(api, { callers: [web, agent, job], calls: [db], isPublic: true }),
      ],
    },
    { file: 'db/statefulset.yaml', documents: [workload.statefulSet(db, random)] },
    { file: 'db/service.yaml', documents: [traffic.service(db, true), workload.disruptionBudget(db)] },
    {
      file: 'db/policy.yaml',
      documents: [traffic.policy(db, { callers: [api] })],
    },
    { file: 'agent/daemonset.yaml', documents: [workload.daemonSet(agent, random)] },
    {
      file: 'agent/policy.yaml',
      documents: [traffic.policy(agent, { calls: [api] })],
    },
    {
      file: 'nightly/job.yaml',
      documents: [
        workload.cronJob(job, api, random),
        traffic.policy(job, { calls: [api], hasMetrics: false }),
      ],
    },
    ...[
      [web, [api]],
      [api, [db]],
      [db, []],
      [agent, [api]],
    ].map(([app, calls]) => ({
      file: `${app.role}/settings.yaml`,
      documents: [
        workload.serviceAccount(app),
        workload.settings(app, calls, random),
        workload.credentials(app, random),
      ],
    })),
  ];
  return files.map(({ file, documents }) => ({ file: `${namespace}/${stack}/${file}`, documents }));
}
