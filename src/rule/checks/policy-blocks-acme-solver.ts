import { blockedSolvers, saysOf, SOLVER_PORT } from '../../reach/edge/acme-solver.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Policies that isolate the pods which cert-manager makes for HTTP-01 challenges, and admit nobody who could ask them. */
export const check: Check = function* (resource, { graph, reach }) {
  const blocked = blockedSolvers(graph, resource.namespace).filter(
    ({ policies: [policy] }) => policy.resource === resource,
  );
  const [first] = blocked;
  if (first === undefined) return;
  const { caller, asks } = first;
  const others = first.policies.slice(1).map((policy) => policy.resource);
  const rules = reach.policy(resource).ingress.length;
  yield {
    at: rules > 0 ? ['spec', 'ingress'] : ['spec', 'podSelector'],
    part: 'key',
    message: `${nameOf(resource)} selects the pods that cert-manager makes for HTTP-01 challenges, and lets nobody into TCP ${SOLVER_PORT} of them, ${caller.name} among them: the certificate for ${nameOf(asks)} is not issued.`,
    related: [
      ...blocked.slice(0, 5).flatMap((one) => [
        { resource: one.asks, at: one.at, message: saysOf(one) },
        {
          resource: one.issuer,
          at: ['spec', 'acme', 'solvers'],
          part: 'key' as const,
          message: `${nameOf(one.issuer)} has HTTP-01 solvers only`,
        },
      ]),
      ...others.map((policy) => ({ resource: policy, message: `${nameOf(policy)} selects them, too` })),
    ],
    suggestion: {
      title: `Let everybody reach the pods of challenges in ${resource.namespace}`,
      manifest: [
        'apiVersion: networking.k8s.io/v1',
        'kind: NetworkPolicy',
        'metadata:',
        '  name: acme-http01-solver',
        `  namespace: ${resource.namespace}`,
        'spec:',
        '  podSelector:',
        '    matchLabels:',
        '      acme.cert-manager.io/http01-solver: "true"',
        '  policyTypes: [Ingress]',
        '  ingress:',
        '    - ports:',
        `        - port: ${SOLVER_PORT}`,
        '',
      ].join('\n'),
    },
  };
};
