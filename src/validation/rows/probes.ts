import { httpHeader } from '../forms/names.ts';
import { atLeast, between, portNumber, portNumberOrName } from '../forms/number.ts';
import { exactlyOne, forbids, needs } from '../forms/presence.ts';
import { oneOf } from '../forms/supported.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';

/** What the kubelet asks a container, and what it does before it stops and after it starts. */
export const PROBES: readonly Table[] = [
  {
    of: 'Handler',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateHandler',
    statements: [
      ['exec', needs('command')],
      ['httpGet', needs('port')],
      ['httpGet.port', portNumberOrName],
      ['httpGet.scheme', oneOf(['HTTP', 'HTTPS'])],
      ['httpGet.httpHeaders[*].name', httpHeader],
      ['tcpSocket', needs('port')],
      ['tcpSocket.port', portNumberOrName],
      ['grpc.port', portNumber],
    ],
  },
  {
    of: 'LifecycleHandler',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateHandler, validateLifecycle',
    statements: [
      ['', exactlyOne('exec', 'httpGet', 'tcpSocket', 'sleep')],
      ['', is('Handler')],
      ['sleep.seconds', atLeast(0)],
    ],
  },
  {
    of: 'Probe',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateProbe',
    statements: [
      ['', exactlyOne('exec', 'httpGet', 'tcpSocket', 'grpc')],
      ['', is('Handler')],
      ['initialDelaySeconds', atLeast(0)],
      ['timeoutSeconds', atLeast(0)],
      ['periodSeconds', atLeast(0)],
      ['successThreshold', atLeast(0)],
      ['failureThreshold', atLeast(0)],
      ['terminationGracePeriodSeconds', atLeast(1)],
    ],
  },
  {
    of: 'LivenessProbe',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateLivenessProbe, validateStartupProbe',
    // Zero is left out, and one is the default.
    statements: [
      ['', is('Probe')],
      ['successThreshold', between(0, 1)],
    ],
  },
  {
    of: 'ReadinessProbe',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateReadinessProbe',
    statements: [
      ['', is('Probe')],
      ['', forbids('on a readiness probe', 'terminationGracePeriodSeconds')],
    ],
  },
];
