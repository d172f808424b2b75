import { expect, it } from 'vitest';
import { RULES } from '../../src/rule/catalog.ts';

/** Rules of errors that say nothing of how far a request gets, and why. */
const SAYS_NOTHING: Readonly<Record<string, readonly string[]>> = {
  'of files and of the program itself: there is no object that a request could pass': [
    'file-binary',
    'file-too-large',
    'file-unreadable',
    'internal-error',
    'no-manifest',
    'yaml-alias-bomb',
    'yaml-syntax',
    'yaml-too-deep',
  ],
  'of a change: what is in the cluster goes on': ['field-immutable'],
  'of definitions: requests pass none': [
    'cel-expression-invalid',
    'custom-rule-over-budget',
    'definition-default-invalid',
    'definition-pattern-invalid',
  ],
  'of policies and networks: the trace asks them itself, hop by hop, for the one who asks': [
    'baseline-policy-name',
    'cluster-policy-priority-invalid',
    'network-isolated',
    'policy-blocks-call',
    'policy-blocks-dns',
    'policy-blocks-gateway',
    'policy-blocks-ingress',
    'policy-blocks-scrape',
    'policy-cidr-ambiguous',
    'policy-cidr-invalid',
    'policy-direction-ignored',
    'policy-except-outside-cidr',
    'policy-label-not-string',
    'policy-peer-invalid',
    'policy-peer-namespace-label-missing',
    'policy-port-invalid',
    'policy-port-name-missing',
    'policy-port-of-service',
    'policy-port-protocol-mismatch',
    'policy-types-invalid',
  ],
  'of addresses that programs are told: the request of a trace has an address of its own': [
    'pod-name-unresolved',
    'url-port-missing',
    'url-service-missing',
    'url-without-svc',
  ],
  'of one way in of several: the trace weighs each parentRef and each listener itself': [
    'listener-kind-invalid',
    'route-hostname-mismatch',
    'route-kind-not-allowed',
    'route-listener-missing',
    'route-not-allowed',
    'route-parent-missing',
  ],
  'of two routes of which the older is served: which one it is stands in the cluster': [
    'route-kinds-conflict',
  ],
  'of canaries: the requests go where they went before': [
    'ingress-canary-class',
    'ingress-canary-second',
    'ingress-canary-without-primary',
  ],
  'of objects through which no trace leads': [
    'apiservice-port-missing',
    'apiservice-service-missing',
    'backend-tls-reference-missing',
    'ingress-stream-service-missing',
    'pod-monitor-port-missing',
    'rollout-service-missing',
    'rollout-services-same',
    'scale-target-api-version',
    'scale-target-missing',
    'service-monitor-misses-namespace',
    'service-monitor-port-missing',
    'service-monitor-selects-no-service',
    'service-monitor-target-port-undeclared',
    'traefik-backend-port-missing',
    'traefik-reference-missing',
    'webhook-port-missing',
    'webhook-service-missing',
  ],
};

it('says of every rule of errors what they mean for requests, or why nothing', () => {
  const silent = RULES.filter(({ severity, breaks }) => severity === 'error' && breaks === undefined);
  expect(silent.map(({ id }) => id).sort()).toEqual(Object.values(SAYS_NOTHING).flat().sort());
});
