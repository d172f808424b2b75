import { Buffer } from 'node:buffer';

/** Documents of what lies between the pods; each function gives the text of one. */

const INGRESS_NAMESPACE = 'ingress-nginx';
const MONITORING_NAMESPACE = 'monitoring';

const pods = (app) => `app.kubernetes.io/name: ${app.name}`;

export const service = (app, headless = false) => `apiVersion: v1
kind: Service
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
  labels:
    ${pods(app)}
    team: ${app.team}
spec:${headless ? '\n  clusterIP: None' : ''}
  selector:
    ${pods(app)}
    app.kubernetes.io/part-of: ${app.stack}
  ports:
    - name: http
      port: ${headless ? app.port : 80}
      targetPort: http
    - name: metrics
      port: 9102
      targetPort: metrics
`;

export const ingress = (app, paths) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
spec:
  ingressClassName: nginx
  tls:
    - hosts:
        - ${app.host}
      secretName: ${app.name}-tls
  rules:
    - host: ${app.host}
      http:
        paths:
${paths
  .map(
    ({ path, target }, index) => `          - path: ${path}
            pathType: Prefix
            backend:
              service:
                name: ${target.name}
                port:
                  ${index % 2 === 0 ? 'name: http' : 'number: 80'}
`,
  )
  .join('')}`;

/** The certificate is no certificate; only its place counts. */
export const tlsSecret = (app) => `apiVersion: v1
kind: Secret
metadata:
  name: ${app.name}-tls
  namespace: ${app.namespace}
type: kubernetes.io/tls
data:
  tls.crt: ${Buffer.from(`certificate of ${app.host}\n`.repeat(8)).toString('base64')}
  tls.key: ${Buffer.from(`key of ${app.host}\n`.repeat(8)).toString('base64')}
`;

export const namespace = (name, team) => `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    team: ${team}
    pod-security.kubernetes.io/enforce: baseline
`;

export const denyAll = (name) => `# Everything that is allowed is allowed by a policy of its own.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: ${name}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`;

export const allowDns = (name) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns
  namespace: ${name}
spec:
  podSelector: {}
  policyTypes:
    - Egress
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - { protocol: UDP, port: 53 }
        - { protocol: TCP, port: 53 }
`;

const caller = (app) => `        - podSelector:
            matchLabels:
              ${pods(app)}
`;

const CONTROLLER = `        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: ${INGRESS_NAMESPACE}
          podSelector:
            matchLabels:
              app.kubernetes.io/name: ingress-nginx
`;

const METRICS = `    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: ${MONITORING_NAMESPACE}
          podSelector:
            matchLabels:
              app.kubernetes.io/name: prometheus
      ports:
        - port: metrics
`;

const requests = (app, callers, isPublic) => `    - from:
${isPublic ? CONTROLLER : ''}${callers.map(caller).join('')}      ports:
        - protocol: TCP
          port: ${app.port}
`;

/** Lets the callers, and the ingress controller where the app is public, in to the app, and the app out to what it calls. */
export const policy = (
  app,
  { callers = [], calls = [], isPublic = false, hasMetrics = true },
) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
spec:
  podSelector:
    matchLabels:
      ${pods(app)}
  policyTypes: [Ingress, Egress]
${
  callers.length === 0 && !isPublic && !hasMetrics
    ? '  ingress: []\n'
    : `  ingress:\n${callers.length === 0 && !isPublic ? '' : requests(app, callers, isPublic)}${hasMetrics ? METRICS : ''}`
}${
  calls.length === 0
    ? '  egress: []\n'
    : `  egress:
${calls
  .map(
    (target) => `    - to:
${caller(target)}      ports:
        - protocol: TCP
          port: http
`,
  )
  .join('')}`
}`;

/** What serves the Ingresses: its namespace, class, pods and public address. */
export const controller = () => [
  namespace(INGRESS_NAMESPACE, 'platform'),
  `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: nginx
spec:
  controller: k8s.io/ingress-nginx
`,
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ingress-nginx-controller
  namespace: ${INGRESS_NAMESPACE}
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ingress-nginx
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ingress-nginx
    spec:
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.12.1
          args: [/nginx-ingress-controller, --ingress-class=nginx]
          ports:
            - { name: http, containerPort: 80 }
            - { name: https, containerPort: 443 }
          readinessProbe:
            httpGet: { path: /healthz, port: 10254 }
`,
  `apiVersion: v1
kind: Service
metadata:
  name: ingress-nginx-controller
  namespace: ${INGRESS_NAMESPACE}
spec:
  type: LoadBalancer
  selector:
    app.kubernetes.io/name: ingress-nginx
  ports:
    - { name: http, port: 80, targetPort: http }
    - { name: https, port: 443, targetPort: https }
`,
];

/** What asks every pod for its metrics. */
export const monitoring = () => [
  namespace(MONITORING_NAMESPACE, 'platform'),
  `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: prometheus
  namespace: ${MONITORING_NAMESPACE}
spec:
  serviceName: prometheus
  selector:
    matchLabels:
      app.kubernetes.io/name: prometheus
  template:
    metadata:
      labels:
        app.kubernetes.io/name: prometheus
    spec:
      containers:
        - name: prometheus
          image: quay.io/prometheus/prometheus:v3.4.0
          ports:
            - { name: web, containerPort: 9090 }
`,
  `apiVersion: v1
kind: Service
metadata:
  name: prometheus
  namespace: ${MONITORING_NAMESPACE}
spec:
  clusterIP: None
  selector:
    app.kubernetes.io/name: prometheus
  ports:
    - { name: web, port: 9090, targetPort: web }
`,
];
