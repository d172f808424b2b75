import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { isList, isObject, listOf, objectOf } from '../../src/base/json.ts';
import type { JsonObject, JsonValue } from '../../src/base/json.ts';
import { readDocuments } from '../../src/document/read.ts';
import { concise } from '../../src/report/concise.ts';
import { json } from '../../src/report/json.ts';
import { pretty } from '../../src/report/pretty.ts';
import { PLAIN } from '../../src/report/style.ts';
import { RULES } from '../../src/rule/catalog.ts';
import { check } from '../../src/workspace/check.ts';
import { DEFAULT_KUBERNETES_VERSION } from '../../src/workspace/options.ts';
import type { CheckResult } from '../../src/workspace/result.ts';
import { commandIn } from '../cli/command.ts';
import { examplesOf, readPage, withoutExpectations } from '../rule/page.ts';
import { holdsMarker, kin, marker } from './kin.ts';

const texts = kin();

it('there are 40 of them', () => {
  expect(texts).toHaveLength(40);
  for (const text of texts) expect(holdsMarker(text)).toBe(true);
});

/** Lines of a report that hold a marker. */
function leaks(text: string): readonly string[] {
  return text.split('\n').filter(holdsMarker);
}

function reportsOf(result: CheckResult): string {
  return [pretty(result, { style: PLAIN, width: undefined }), pretty(result, { style: PLAIN, width: 60 })]
    .concat(concise(result, PLAIN), json(result))
    .join('\n');
}

const OPTIONS = { closedWorld: true, kubernetesVersion: DEFAULT_KUBERNETES_VERSION };

describe('no report of a check holds the value of a Secret', () => {
  it.each(texts.map((text, index) => [index, text] as const))('alone: %i', (_index, text) => {
    expect(leaks(reportsOf(check([{ file: 'kin.yaml', text }], [], OPTIONS)))).toEqual([]);
  });

  it('in one file', () => {
    const text = texts.join('\n---\n');
    const result = check([{ file: 'kin.yaml', text }], [], OPTIONS);
    expect(result.diagnostics.length).toBeGreaterThan(40);
    expect(leaks(reportsOf(result))).toEqual([]);
  });

  const provoked = new Set<string>();

  it.each(RULES.map(({ id }) => [id]))('beside what %s finds', (id) => {
    for (const example of examplesOf(readPage(id))) {
      const files = example.files.map(({ text, ...file }) => ({
        ...file,
        text: withSecrets(withoutExpectations(text)),
      }));
      const result = check(files, [], {
        closedWorld: example.closedWorld,
        kubernetesVersion: example.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
        ...(example.namespace === undefined ? {} : { namespace: example.namespace }),
      });
      for (const { rule } of result.diagnostics) provoked.add(rule);
      expect(leaks(reportsOf(result))).toEqual([]);
    }
  });

  it('and nearly every rule was provoked', () => {
    const silent = RULES.filter(({ id, reportedBy }) => reportedBy !== 'source' && !provoked.has(id));
    expect(silent.map(({ id }) => id).filter((id) => !UNPROVOKED.has(id))).toEqual([]);
  });
});

/** Found in the form of the text alone, which does not survive being written anew, or never on a page. */
const UNPROVOKED = new Set([
  'internal-error',
  'field-immutable',
  'yaml-alias-bomb',
  'yaml-duplicate-key',
  'yaml-ignored-document',
  'yaml-too-deep',
  'yaml-syntax',
  'ignore-without-effect',
  'no-manifest',
  'template-skipped',
]);

/** The documents written anew, with markers in the places of secrets of every object, and a Secret beside each. */
function withSecrets(text: string): string {
  const documents = readDocuments(text).map(({ document }) => document);
  if (documents.some(({ value, problems }) => value === undefined || problems.length > 0))
    return `${text}${beside()}`;
  return documents
    .map(({ value }) => `${stringify(marked(value ?? null), { aliasDuplicateObjects: false })}${beside()}`)
    .join('---\n');
}

function beside(): string {
  return `---\napiVersion: v1\nkind: Secret\nmetadata: { name: beside }\nstringData: { a: ${marker()} }\n`;
}

function marked(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(marked);
  if (!isObject(value)) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, entry === undefined ? null : marked(entry)]),
  );
  return withContainers(withData(inner));
}

function withData(object: JsonObject): JsonObject {
  if (typeof object.apiVersion !== 'string' || typeof object.kind !== 'string') return object;
  const metadata = objectOf(object.metadata);
  const annotations = {
    ...objectOf(metadata.annotations),
    'kubectl.kubernetes.io/last-applied-configuration': `{"kind":"x","a":"${marker()}"}`,
  };
  const own =
    object.kind === 'Secret' ? { stringData: { ...objectOf(object.stringData), zz: marker() } } : {};
  return isObject(object.metadata) ? { ...object, metadata: { ...metadata, annotations }, ...own } : object;
}

function withContainers(object: JsonObject): JsonObject {
  if (!isList(object.containers)) return object;
  const containers = listOf(object.containers).map((container) => {
    if (!isObject(container)) return container;
    const env = isList(container.env) ? container.env : [];
    return {
      ...container,
      env: [
        ...env,
        { name: 'DB_PASSWORD', value: marker() },
        { name: 'SOME_URL', value: `http://app:${marker()}@nothing.nowhere.svc.cluster.local/` },
      ],
      args: [
        ...(isList(container.args) ? container.args : []),
        `--db-password=${marker()}`,
        '--token',
        marker(),
      ],
    };
  });
  return { ...object, containers };
}

describe('no command prints the value of a Secret', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeplumb-secret-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const old = join(folder, 'old');
  const now = join(folder, 'new');
  for (const side of [old, now]) mkdirSync(side);
  texts.forEach((text, index) => {
    writeFileSync(join(now, `${index}.yaml`), text);
    if (index % 2 === 0) writeFileSync(join(old, `${index}.yaml`), text.replaceAll('zqx', 'zqxold'));
  });
  writeFileSync(join(now, 'door.yaml'), door());

  it.each([
    ['check'],
    ['check', '--format', 'concise'],
    ['check', '--format', 'json'],
    ['check', '--closed-world', '--color', 'always'],
    ['check', '--kubernetes-version', '1.30'],
    ['trace', 'shop/deployment/kin', 'shop/service/api:80'],
    ['trace', 'shop/deployment/kin', 'shop/service/api:80', '--format', 'json'],
    ['trace', 'internet', 'https://shop.example.com/'],
    ['trace', 'internet', `https://app:${marker()}@shop.example.com/`],
    ['trace', 'internet', `https://app:${marker()}@shop.example.com/`, '--format', 'json'],
    ['trace', `https://app:${marker()}@nowhere`, 'nobody'],
    ['routes'],
    ['routes', '--format', 'json'],
    ['routes', '--format', 'markdown'],
    ['connectivity', '--explain', '--exposure'],
    ['connectivity', '--format', 'json'],
    ['connectivity', '--format', 'csv'],
    ['connectivity', '--format', 'dot'],
    ['connectivity', '--format', 'mermaid'],
    ['diff', '../old', '.'],
    ['diff', '.', '../old', '--format', 'json'],
    ['diff', '../old', '.', '--format', 'markdown'],
    ['check', `https://app:${marker()}@host/x.yaml`],
  ])('%s %s %s', async (name, ...args) => {
    const { stdout, stderr } = await commandIn(now, name)(...args);
    expect(`${stdout}${stderr}`).not.toBe('');
    expect(leaks(`${stdout}\n${stderr}`)).toEqual([]);
  });
});

function door(): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { selector: { app: kin }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: shop }
type: kubernetes.io/tls
stringData: { tls.crt: ${marker()}, tls.key: ${marker()} }
`;
}

describe('expressions of others say nothing of a secret, whatever they make of it', () => {
  const secret = `apiVersion: v1
kind: Secret
metadata: { name: db, namespace: shop }
stringData: { password: ${marker()} }
`;

  it('in the message of an admission policy', () => {
    const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: long }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [secrets] }] }
  variables: [{ name: half, expression: "object.stringData.password.upperAscii()" }]
  validations:
    - expression: "size(object.stringData.password) < 3"
      messageExpression: "'it is ' + variables.half + object.stringData.password.upperAscii()"
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: long }
spec: { policyName: long, validationActions: [Deny] }
`;
    const result = check([{ file: 'a.yaml', text: `${secret}---\n${policy}` }], [], OPTIONS);
    const denied = result.diagnostics.filter(({ rule }) => rule === 'admission-policy-denies');
    expect(denied).toHaveLength(1);
    expect(leaks(reportsOf(result))).toEqual([]);
    expect(denied[0]?.message).not.toMatch(/zq/i);
  });

  it('in the message of a definition', () => {
    const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: vaultsecrets.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: VaultSecret, plural: vaultsecrets }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                data: { type: object, maxProperties: 3, additionalProperties: { type: string, maxLength: 50 } }
              x-kubernetes-validations:
                - rule: "self.data.all(key, size(self.data[key]) < 3)"
                  messageExpression: "'it is ' + self.data['a'].substring(3).upperAscii()"
---
apiVersion: example.com/v1
kind: VaultSecret
metadata: { name: a, namespace: shop }
spec: { data: { a: ${marker()} } }
`;
    const result = check([{ file: 'a.yaml', text: definition }], [], OPTIONS);
    const broken = result.diagnostics.filter(({ rule }) => rule === 'custom-rule-broken');
    expect(broken).toHaveLength(1);
    expect(leaks(reportsOf(result))).toEqual([]);
    expect(broken[0]?.message).not.toMatch(/zq/i);
  });
});
