import {
  address,
  block,
  checked,
  deployment,
  egressPolicy,
  list,
  object,
  pod,
  policy,
  service,
  web,
} from '../objects.mjs';

const pods = (matchLabels) => ({ podSelector: { matchLabels } });
const workloads = (count) => list(count, (index) => deployment(`w${index}`, `w${index}`));

const cluster = (kind, name, spec) => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind,
  metadata: { name },
  spec: { subject: { namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }, ...spec },
});

/** NetworkPolicies and the policies of the cluster: their rules, blocks, ports and peers, and how many there are. */
export const POLICIES = [
  checked('blocks in two rules of a policy', 60, (count) => [
    deployment('web', 'web'),
    policy('blocks', { app: 'web' }, [
      { from: list(count, (index) => block(address(index))) },
      { from: list(count, (index) => block(address(index + 70_000))) },
    ]),
  ]),
  checked('blocks of egress in two policies', 60, (count) => [
    deployment('web', 'web'),
    egressPolicy('first', { app: 'web' }, [{ to: list(count, (index) => block(address(index))) }]),
    egressPolicy('second', { app: 'web' }, [{ to: list(count, (index) => block(address(index + 7))) }]),
  ]),
  checked('blocks with exceptions', 60, (count) => [
    deployment('web', 'web'),
    policy('blocks', { app: 'web' }, [
      {
        from: list(count, (index) => ({
          ipBlock: { cidr: `${address(index << 8)}/24`, except: [`${address((index << 8) + 16)}/28`] },
        })),
      },
    ]),
  ]),
  checked('exceptions of one block', 60, (count) => [
    deployment('web', 'web'),
    policy('blocks', { app: 'web' }, [
      { from: [{ ipBlock: { cidr: '10.0.0.0/8', except: list(count, (index) => `${address(index)}/32`) } }] },
    ]),
  ]),
  checked('nested blocks of IPv6', 60, (count) => [
    deployment('web', 'web'),
    policy('blocks', { app: 'web' }, [
      {
        from: list(count, (index) => ({
          ipBlock: { cidr: `2001:db8:${(index >> 6).toString(16)}::/${48 + (index % 64)}` },
        })),
      },
    ]),
  ]),
  checked('rules with a port and a block in a policy', 60, (count) => [
    deployment('web', 'web'),
    policy(
      'rules',
      { app: 'web' },
      list(count, (index) => ({ from: [block(address(index))], ports: [{ port: 1024 + (index % 50_000) }] })),
    ),
  ]),
  checked('rules with a range of ports and an exception', 60, (count) => [
    deployment('web', 'web'),
    policy(
      'rules',
      { app: 'web' },
      list(count, (index) => ({
        from: [
          { ipBlock: { cidr: `${address(index << 8)}/24`, except: [`${address((index << 8) + 16)}/28`] } },
        ],
        ports: [{ port: 1024 + (index % 5000) * 10, endPort: 1029 + (index % 5000) * 10 }],
      })),
    ),
  ]),
  checked('rules of egress with a named port and a pod', 60, (count) => [
    deployment('web', 'web'),
    egressPolicy(
      'rules',
      { app: 'web' },
      list(count, (index) => ({ to: [pods({ app: `w${index}` })], ports: [{ port: `p${index}` }] })),
    ),
  ]),
  checked('ports of one rule', 60, (count) => [
    deployment('web', 'web'),
    policy('ports', { app: 'web' }, [
      { from: [pods({ app: 'web' })], ports: list(count, (index) => ({ port: 1 + ((index * 2) % 65_000) })) },
    ]),
  ]),
  checked('named ports of one rule', 60, (count) => [
    deployment('web', 'web'),
    policy('ports', { app: 'web' }, [
      { from: [pods({ app: 'web' })], ports: list(count, (index) => ({ port: `p${index}` })) },
    ]),
  ]),
  checked('peers of one rule', 60, (count) => [
    deployment('web', 'web'),
    policy('peers', { app: 'web' }, [{ from: list(count, (index) => pods({ app: `w${index}` })) }]),
  ]),
  checked('peers of one rule, each a workload', 40, (count) => [
    ...workloads(count),
    policy('peers', { app: 'w0' }, [{ from: list(count, (index) => pods({ app: `w${index}` })) }]),
  ]),
  checked('values of one expression of a policy', 60, (count) => [
    ...workloads(count),
    object('networking.k8s.io/v1', 'NetworkPolicy', 'values', {
      spec: {
        podSelector: {
          matchExpressions: [{ key: 'app', operator: 'In', values: list(count, (index) => `w${index}`) }],
        },
        policyTypes: ['Ingress'],
        ingress: [{}],
      },
    }),
  ]),
  checked('policies that select all of 100 pods', 300, (count) => [
    ...workloads(100),
    ...list(count, (index) => policy(`p${index}`, {}, [{ from: [pods({ app: `w${index % 100}` })] }])),
  ]),
  checked('policies of egress that select one pod, each to a block', 60, (count) => [
    deployment('web', 'web'),
    ...list(count, (index) =>
      egressPolicy(`p${index}`, { app: 'web' }, [{ to: [block(address(index))], ports: [{ port: 443 }] }]),
    ),
  ]),
  checked('equal policies', 60, (count) => [
    ...web(),
    ...list(count, (index) => policy(`p${index}`, { app: 'web' }, [{ from: [pods({ app: 'web' })] }])),
  ]),
  checked('policies that deny everything', 60, (count) => [
    ...web(),
    ...list(count, (index) => policy(`p${index}`, {}, [])),
  ]),
  checked('policies that select nothing', 60, (count) => [
    ...web(),
    ...list(count, (index) => policy(`p${index}`, { app: `none${index}` }, [{}])),
  ]),
  checked('workloads of one namespace under its policies', 60, (count) => [
    ...workloads(count),
    policy('deny', {}, []),
    policy('web', { app: 'w0' }, [{ from: [pods({ app: 'w1' })] }]),
  ]),
  checked('workloads that no policy selects', 60, (count) => [
    ...workloads(count),
    policy('web', { app: 'w0' }, [{ from: [pods({ app: 'w1' })] }]),
    policy('other', { app: 'w1' }, [{ from: [pods({ app: 'w0' })] }]),
  ]),
  checked('workloads, each with a Service and a policy', 40, (count) => [
    ...workloads(count),
    ...list(count, (index) => service(`w${index}`, { app: `w${index}` })),
    ...list(count, (index) =>
      policy(`w${index}`, { app: `w${index}` }, [
        { from: [pods({ app: `w${(index + 1) % count}` })], ports: [{ port: 8080 }] },
      ]),
    ),
  ]),
  checked('pods under policies of egress, each by its own', 40, (count) => [
    ...list(count, (index) => pod(`w${index}`, `w${index}`)),
    ...list(count, (index) =>
      egressPolicy(`w${index}`, { app: `w${index}` }, [
        { to: [pods({ app: `w${(index + 1) % count}` })], ports: [{ port: 'http' }] },
      ]),
    ),
  ]),
  checked('AdminNetworkPolicies', 40, (count) => [
    ...workloads(20),
    ...list(count, (index) =>
      cluster('AdminNetworkPolicy', `p${index}`, {
        priority: index % 1000,
        ingress: [
          {
            action: 'Deny',
            from: [{ namespaces: { matchLabels: { team: `t${index}` } } }],
            ports: [{ portNumber: { protocol: 'TCP', port: 1 + index } }],
          },
        ],
      }),
    ),
  ]),
  // The API server takes a hundred.
  checked('rules of an AdminNetworkPolicy', 12, (count) => [
    ...workloads(20),
    cluster('AdminNetworkPolicy', 'rules', {
      priority: 10,
      egress: list(count, (index) => ({
        action: 'Deny',
        to: [{ networks: [`${address(index)}/32`] }],
        ports: [{ portRange: { protocol: 'TCP', start: 1 + index, end: 9 + index } }],
      })),
    }),
  ]),
  checked('workloads under an AdminNetworkPolicy', 60, (count) => [
    ...workloads(count),
    cluster('AdminNetworkPolicy', 'deny', {
      priority: 10,
      ingress: [{ action: 'Deny', from: [{ namespaces: { matchLabels: { team: 'other' } } }] }],
    }),
    policy('web', {}, [{ from: [pods({ app: 'w1' })] }]),
  ]),
];
