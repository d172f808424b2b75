/**
 * Secrets and their kin, with a marker wherever a value stands that nobody may see: `zqx` and a number, or that in base64,
 * which begins with `enF4`. Neither is in any other test input.
 */
export function holdsMarker(text: string): boolean {
  return /zqx|enF4/i.test(text);
}

let count = 0;

/** A marker of its own: 24 characters, so that a cut one is still known. */
export function marker(): string {
  count++;
  return `zqx${count}`.padEnd(24, 'zqx');
}

function encoded(): string {
  return Buffer.from(marker()).toString('base64');
}

const head = (name: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: ${name}, namespace: shop }\n`;

const pod = (container: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: kin, namespace: shop }
spec:
  selector: { matchLabels: { app: kin } }
  template:
    metadata: { labels: { app: kin } }
    spec:
      containers:
        - name: kin
          image: kin
${container.replace(/^/gm, '          ')}
`;

/** Texts of one file each: well formed, ill formed, and not to be read at all. */
export function kin(): readonly string[] {
  const m = marker;
  return [
    `${head('encoded')}data: { password: ${encoded()}, other: "${encoded()}" }\n`,
    `${head('not-encoded')}data:\n  password: ${m()} plain!\n  other: "${m()} !"\n`,
    `${head('plain')}stringData:\n  password: ${m()}\n  user: '${m()}'\n`,
    `${head('typed')}type: kubernetes.io/basic-auth\nstringData: { username: ${m()}, password: ${m()} }\n`,
    `${head('blocks')}stringData:\n  a: |\n    ${m()}\n    b: ${m()}\n  c: >-\n    ${m()}\n    ${m()}\n  d: "${m()}\n    ${m()}"\n`,
    `${head('comments')}stringData:\n  # was ${m()}\n  a: ${m()} # and ${m()}\n  # also ${m()}\nimmutable: perhaps\n`,
    `${head('anchors')}stringData:\n  a: &${m()} ${m()}\n  b: !!str ${m()}\nimmutable: no idea\n`,
    `${head('alias')}stringData: { a: &x ${m()} }\nimmutable: *x\n`,
    `${head('merged')}stringData:\n  <<: { a: ${m()} }\n  b: [${m()}]\n`,
    `${head('wrong-types')}data: [${m()}, { a: ${m()} }]\nstringData: ${m()}\n`,
    `${head('nested')}data: { a: { b: ${m()}, ${m()}: 1 } }\n`,
    `${head('twice')}stringData:\n  a: ${m()}\n  a: ${m()}\n`,
    `${head('long')}data:\n  a: ${m().repeat(20)} !\n`,
    `${head('fields')}date: { a: ${encoded()} }\ndata: { a: ${encoded()} }\n`,
    `${head('copied')}  # a copy\n`.replace(
      ', namespace: shop }',
      `, annotations: { kubectl.kubernetes.io/last-applied-configuration: '{"kind":"Secret","data":{"a":"${encoded()}"}}' } }`,
    ),
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'json' },
      data: { a: m() },
      stringData: { b: 1 },
    }),
    `{\n  "apiVersion": "v1",\n  "kind": "Secret",\n  "metadata": { "name": "json" },\n  "stringData": {\n    "a": "${m()}",\n    "a": "${m()}"\n  }\n}\n`,
    `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Secret\n    metadata: { name: listed }\n    data: { a: ${m()} ! }\n`,
    `apiVersion: v1\nkind: SecretList\nitems:\n  - metadata: { name: listed }\n    data: { a: ${m()} ! }\n    stringData: [${m()}]\n`,
    // Not to be read: the reader stops at the secret, before it, or behind it.
    `${head('open-quote')}stringData:\n  a: "${m()}\n  b: ${m()}\n`,
    `${head('colon')}stringData:\n  a: ${m()}: ${m()}\n`,
    `${head('tab')}stringData:\n\ta: ${m()}\n`,
    `${head('no-colon')}stringData:\n  a ${m()}\n  b: ${m()}\n`,
    `${head('star')}stringData:\n  a: *${m()}\n`,
    `${head('reserved')}stringData:\n  a: @${m()}\n  b: %${m()}\n`,
    `${head('tag')}stringData:\n  a: !${m()} ${m()}\n  b: !<${m()} ${m()}\n`,
    `${head('escape')}stringData:\n  a: "\\q${m()}"\n`,
    `${head('control')}stringData:\n  a: ${m()}\u0001\n`,
    `${head('flow')}stringData: { a: ${m()}, b: [${m()}\n`,
    `${head('indent')}stringData:\n  a: |\n    ${m()}\n ${m()}\n  b: ${m()}\n`,
    `--- ${m()}\n${head('separator')}stringData: { a: ${m()} }\n`,
    `${head('after')}stringData: { a: ${m()} }\n}\npassword: ${m()}\n`,
    `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"data":{"a":"${m()}"\n`,
    `- op: replace\n  path: /data/password\n  value: ${m()}\n- op: add\n  path: /stringData\n  value: { a: ${m()} }\n`,
    // Kin of Secrets.
    `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: { name: sealed }\nspec:\n  template:\n    metadata: { name: sealed }\n    data: { a: ${m()}, b: 2 }\n  encryptedData: []\n`,
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: external }\nspec:\n  target:\n    template:\n      data: { a: "${m()} {{ .b }}" }\n      templateFrom: [{ literal: ${m()} }]\n  data: [{ secretKey: a, remoteRef: { key: b } }]\n`,
    `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nsecretGenerator:\n  - name: a\n    literals: [password=${m()}, other=${m()}]\npatches:\n  - target: { kind: Secret }\n    patch: |-\n      - { op: add, path: /data/x, value: ${m()} }\n  - patch: |-\n      kind: Secret\n      stringData: { a: ${m()} }\nnamespace: [x]\n`,
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata:\n  DB_PASSWORD: ${m()}\n  url: postgres://app:${m()}@orders-db.shop.svc:5432/x\n  app.conf: |\n    db.password = ${m()}\n    upstream: http://api.shop.svc.cluster.local:80\n  secret.yaml: |\n    kind: Secret\n    stringData: { a: ${m()} }\n  n: 1\n`,
    pod(`env:
  - name: DATABASE_URL
    value: postgres://app:${m()}@orders-db.shop.svc.cluster.local:5432/x
  - name: API_KEY
    value: ${m()} # not ${m()}
  - { name: DB_PASSWORD, value: 4${'4'.repeat(3)}, extra: x }
  - name: TOKEN_ENDPOINT
    value: http://${m().toLowerCase()}.shop.svc.cluster.local:8080/${m()}
  - name: CONNECTION
    value: "Server=db;Password=${m()}"
args: ["--db-password=${m()}", --token, ${m()}, "--bearer-token ${m()}", "https://u:${m()}@api.shop.svc/"]
command: [sh, -c, "PGPASSWORD=${m()} psql && curl http://nothing.shop.svc.cluster.local/?token=${m()}"]
ports: x
livenessProbe: { httpGet: { port: nowhere, httpHeaders: [{ name: X-Api-Key, value: ${m()} }] } }`),
    pod(`env:\n  - name: DB_PASSWORD\n    value: "${m()}\n  - name: A\n    value: b\nargs: [--token=${m()}`),
  ];
}
