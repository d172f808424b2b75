/** Documents of workloads; each function gives the text of one, and everything that it names is made elsewhere here. */

const REGISTRY = 'registry.example.com';

const DATA_MOUNT = `
            - name: data
              mountPath: /var/lib/data`;

const container = (app, random) => `        - name: ${app.name}
          image: ${REGISTRY}/${app.team}/${app.role}:${random.between(1, 9)}.${random.between(0, 30)}.${random.between(0, 9)}
          imagePullPolicy: IfNotPresent
          ports:
            - name: http
              containerPort: ${app.port}
            - name: metrics
              containerPort: 9102
          envFrom:
            - secretRef:
                name: ${app.name}-credentials
          env:
            - name: LOG_LEVEL
              value: ${random.pick(['info', 'warning', 'debug'])}
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
            - name: WORKERS
              valueFrom:
                configMapKeyRef:
                  name: ${app.name}-settings
                  key: WORKERS
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: ${random.between(5, 20)}
          livenessProbe:
            httpGet:
              path: /alive
              port: http
            # Long enough for a slow start after a cold cache.
            initialDelaySeconds: ${random.between(10, 60)}
          resources:
            requests: { cpu: ${random.between(1, 5) * 50}m, memory: ${random.between(1, 8) * 64}Mi }
            limits:
              memory: ${random.between(9, 16) * 64}Mi
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
          volumeMounts:
            - name: settings
              mountPath: /etc/${app.name}
              readOnly: true
            - name: scratch
              mountPath: /tmp${app.role === 'db' ? DATA_MOUNT : ''}`;

const proxy = () => `        # Ends TLS between the pods of the mesh.
        - name: proxy
          image: ${REGISTRY}/platform/proxy:3.4.1
          args: ['--listen', '15001', '--admin', '15000']
          ports:
            - name: mesh
              containerPort: 15001
          resources:
            requests: { cpu: 20m, memory: 32Mi }`;

const labels = (app, indent) =>
  [
    `app.kubernetes.io/name: ${app.name}`,
    `app.kubernetes.io/component: ${app.role}`,
    `app.kubernetes.io/part-of: ${app.stack}`,
    `team: ${app.team}`,
  ]
    .map((line) => ' '.repeat(indent) + line)
    .join('\n');

const metadata = (app) => `metadata:
  name: ${app.name}
  namespace: ${app.namespace}
  labels:
${labels(app, 4)}`;

const template = (app, random) => `  template:
    metadata:
      labels:
${labels(app, 8)}
      annotations:
        prometheus.io/scrape: 'true'
        prometheus.io/port: '9102'
    spec:
      serviceAccountName: ${app.name}
      securityContext: { runAsNonRoot: true, runAsUser: 10001 }
      containers:
${container(app, random)}${random.chance(0.2) ? `\n${proxy()}` : ''}
      volumes:
        - name: settings
          configMap:
            name: ${app.name}-settings
            items:
              - key: application.properties
                path: application.properties
        - name: scratch
          emptyDir: {}`;

const selector = (app) => `  selector:
    matchLabels:
      app.kubernetes.io/name: ${app.name}
      app.kubernetes.io/part-of: ${app.stack}`;

export const deployment = (
  app,
  random,
) => `# Owner: team ${app.team}. Runbook: https://wiki.example.com/${app.stack}/${app.role}
apiVersion: apps/v1
kind: Deployment
${metadata(app)}
spec:
  # How many there are is up to the autoscaler.
  revisionHistoryLimit: 3
${selector(app)}
  strategy:
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
${template(app, random)}
`;

export const statefulSet = (app, random) => `apiVersion: apps/v1
kind: StatefulSet
${metadata(app)}
spec:
  serviceName: ${app.name}
  replicas: 3
${selector(app)}
${template(app, random)}
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: ${random.between(1, 50)}Gi
`;

export const daemonSet = (app, random) => `apiVersion: apps/v1
kind: DaemonSet
${metadata(app)}
spec:
${selector(app)}
  updateStrategy:
    type: RollingUpdate
${template(app, random)}
`;

export const cronJob = (app, calls, random) => `apiVersion: batch/v1
kind: CronJob
${metadata(app)}
spec:
  # Not on the hour, when everything else starts.
  schedule: '${random.between(1, 59)} ${random.between(0, 23)} * * *'
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 2
      template:
        metadata:
          labels:
${labels(app, 12)}
        spec:
          restartPolicy: OnFailure
          containers:
            - name: ${app.role}
              image: ${REGISTRY}/${app.team}/${app.role}:1.${random.between(0, 40)}
              command: [/bin/run, --once]
              env:
                - name: TARGET
                  value: ${calls === undefined ? 'none' : `http://${calls.name}.${calls.namespace}.svc.cluster.local`}
              resources:
                requests: { cpu: 50m, memory: 64Mi }
`;

export const autoscaler = (app, random) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
${metadata(app)}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${app.name}
  minReplicas: 2
  maxReplicas: ${random.between(4, 20)}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: ${random.between(50, 80)} }
`;

export const disruptionBudget = (app) => `apiVersion: policy/v1
kind: PodDisruptionBudget
${metadata(app)}
spec:
  maxUnavailable: 1
${selector(app)}
`;

export const serviceAccount = (app) => `apiVersion: v1
kind: ServiceAccount
${metadata(app)}
automountServiceAccountToken: false
`;

export const settings = (app, calls, random) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${app.name}-settings
  namespace: ${app.namespace}
  labels:
${labels(app, 4)}
data:
  REGION: ${random.pick(['eu-west-1', 'eu-central-1', 'us-east-2'])}
  WORKERS: '${random.between(2, 32)}'
  application.properties: |
    # Read once at the start.
    server.port=${app.port}
    server.shutdown.seconds=${random.between(5, 30)}
    cache.entries=${random.between(1, 64) * 1024}
${calls.map((target) => `    upstream.${target.role}=http://${target.name}${target.role === 'db' ? `:${target.port}` : ''}\n`).join('')}    features=search,basket,${random.pick(['reviews', 'wishlist', 'coupons'])}
`;

export const credentials = (app, random) => `apiVersion: v1
kind: Secret
metadata:
  name: ${app.name}-credentials
  namespace: ${app.namespace}
type: Opaque
stringData:
  SESSION_KEY: not-a-secret-${random.between(100_000, 999_999)}
  DATABASE_USER: ${app.stack}
`;
