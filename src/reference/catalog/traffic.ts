import type { LabelRow, NameRow, TypeByField } from '../row.ts';

/** The name is then that of an action in the annotations of the AWS Load Balancer Controller. */
const NO_ACTION = ['use-annotation'];

/** Each controller has its own way (reach/ingress/failure.ts). */
const INGRESS_BACKEND = 'requests get an error';

const GATEWAY = 'gateway.networking.k8s.io';

/** Ingress (both shapes of a backend: v1, and v1beta1 with serviceName), IngressClass, Service, EndpointSlice. */
export const INGRESS_NAMES: readonly NameRow[] = [
  ...['spec.rules[*].http.paths[*].backend', 'spec.defaultBackend', 'spec.backend'].flatMap(
    (at): NameRow[] => [
      {
        id: 'ingress-backend',
        from: 'networking.k8s.io/Ingress',
        at: `${at}.service`,
        name: 'name',
        to: 'Service',
        port: { number: 'port.number', name: 'port.name' },
        unless: { field: 'port.name', is: NO_ACTION },
        effect: INGRESS_BACKEND,
      },
      {
        id: 'ingress-backend',
        from: 'networking.k8s.io/Ingress',
        at,
        name: 'serviceName',
        to: 'Service',
        port: { number: 'servicePort', name: 'servicePort' },
        unless: { field: 'servicePort', is: NO_ACTION },
        effect: INGRESS_BACKEND,
      },
    ],
  ),
  {
    id: 'ingress-class',
    from: 'networking.k8s.io/Ingress',
    at: 'spec',
    name: 'ingressClassName',
    to: 'networking.k8s.io/IngressClass',
    effect: 'no controller serves the Ingress',
  },
  {
    id: 'ingress-tls',
    from: 'networking.k8s.io/Ingress',
    at: 'spec.tls[*]',
    name: 'secretName',
    to: 'Secret',
    effect: 'its hosts do not get this certificate',
  },
];

const ROUTE_BACKEND: TypeByField = { kind: 'kind', group: 'group', default: 'Service', known: ['Service'] };

/** Gateway API. Source: gateway-api apis/v1 (BackendObjectReference, ParentReference, SecretObjectReference). */
export const GATEWAY_NAMES: readonly NameRow[] = [
  {
    id: 'gateway-class',
    from: `${GATEWAY}/Gateway`,
    at: 'spec',
    name: 'gatewayClassName',
    to: `${GATEWAY}/GatewayClass`,
    effect: 'no controller serves the Gateway',
  },
  {
    id: 'gateway-certificate',
    from: `${GATEWAY}/Gateway`,
    at: 'spec.listeners[*].tls.certificateRefs[*]',
    name: 'name',
    to: { kind: 'kind', group: 'group', default: 'Secret', known: ['Secret'] },
    namespace: 'namespace',
    effect: 'the listener is not programmed (InvalidCertificateRef)',
  },
  {
    id: 'listener-set-certificate',
    from: `${GATEWAY}/ListenerSet`,
    at: 'spec.listeners[*].tls.certificateRefs[*]',
    name: 'name',
    to: { kind: 'kind', group: 'group', default: 'Secret', known: ['Secret'] },
    namespace: 'namespace',
    effect: 'the listener is not programmed (InvalidCertificateRef)',
  },
  ...['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].flatMap((kind): NameRow[] => [
    {
      id: 'route-parent',
      from: `${GATEWAY}/${kind}`,
      at: 'spec.parentRefs[*]',
      name: 'name',
      to: {
        kind: 'kind',
        group: 'group',
        default: `${GATEWAY}/Gateway`,
        known: [`${GATEWAY}/Gateway`, `${GATEWAY}/ListenerSet`, 'Service'],
      },
      namespace: 'namespace',
      effect: 'no Gateway accepts the route (NoMatchingParent)',
    },
    {
      id: 'route-backend',
      from: `${GATEWAY}/${kind}`,
      at: 'spec.rules[*].backendRefs[*]',
      name: 'name',
      to: ROUTE_BACKEND,
      namespace: 'namespace',
      port: { number: 'port' },
      effect: 'its share of the requests gets 500 (BackendNotFound)',
    },
    {
      id: 'route-mirror',
      from: `${GATEWAY}/${kind}`,
      at: 'spec.rules[*].filters[*].requestMirror.backendRef',
      name: 'name',
      to: ROUTE_BACKEND,
      namespace: 'namespace',
      port: { number: 'port' },
      effect: 'nothing is mirrored (BackendNotFound)',
    },
  ]),
  // Of v1 and v1alpha3, and of v1alpha2 (gateway-api CHANGELOG 1.1).
  ...['spec.targetRefs[*]', 'spec.targetRef'].map((at): NameRow => ({
    id: 'backend-tls-target',
    from: `${GATEWAY}/BackendTLSPolicy`,
    at,
    name: 'name',
    to: ROUTE_BACKEND,
    port: { name: 'sectionName' },
    effect: 'the policy has no effect',
  })),
  ...['spec.validation.caCertificateRefs[*]', 'spec.tls.caCertRefs[*]'].map((at): NameRow => ({
    id: 'backend-tls-ca',
    from: `${GATEWAY}/BackendTLSPolicy`,
    at,
    name: 'name',
    to: { kind: 'kind', group: 'group', default: 'ConfigMap', known: ['ConfigMap', 'Secret'] },
    effect: 'requests to the backend fail (InvalidCACertificateRef)',
  })),
];

export const TRAFFIC_LABELS: readonly LabelRow[] = [
  { id: 'service-selector', from: 'Service', at: 'spec.selector', by: 'map', to: '@pod' },
  {
    id: 'policy-subject',
    from: 'networking.k8s.io/NetworkPolicy',
    at: 'spec.podSelector',
    by: 'labels',
    to: '@pod',
  },
  ...['ingress[*].from[*]', 'egress[*].to[*]'].flatMap((peer): LabelRow[] => [
    {
      id: 'policy-peer-pods',
      from: 'networking.k8s.io/NetworkPolicy',
      at: `spec.${peer}.podSelector`,
      by: 'labels',
      to: '@pod',
    },
    {
      id: 'policy-peer-namespaces',
      from: 'networking.k8s.io/NetworkPolicy',
      at: `spec.${peer}.namespaceSelector`,
      by: 'labels',
      to: 'Namespace',
    },
  ]),
];
