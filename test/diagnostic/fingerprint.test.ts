import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { getAt, isList } from '../../src/base/json.ts';
import type { JsonValue, Path } from '../../src/base/json.ts';
import { readDocuments } from '../../src/document/read.ts';
import { RULES } from '../../src/rule/catalog.ts';
import { check } from '../../src/workspace/check.ts';
import { findingDifference } from '../../src/workspace/finding-difference.ts';
import { DEFAULT_KUBERNETES_VERSION } from '../../src/workspace/options.ts';
import { examplesOf, readPage } from '../rule/page.ts';

const OPTIONS = { closedWorld: false, kubernetesVersion: DEFAULT_KUBERNETES_VERSION };

function found(text: string, file = 'a.yaml'): ReturnType<typeof check>['diagnostics'] {
  return check([{ file, text }], [], OPTIONS).diagnostics;
}

const INGRESS = (paths: readonly string[]): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http:
        paths:
${paths.map((path) => `          - { path: ${path}, pathType: Prefix, backend: { service: { name: api, port: { number: 81 } } } }\n`).join('')}
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { selector: { app: api }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec: { containers: [{ name: api, image: api, ports: [{ containerPort: 80 }] }] }
`;

describe('a finding is the same', () => {
  it('behind a path that is put above it', () => {
    const before = found(INGRESS(['/a']));
    const after = found(INGRESS(['/b', '/a']));
    expect(before).toHaveLength(1);
    expect(findingDifference(before, after).fixed).toEqual([]);
    expect(findingDifference(before, after).added).toHaveLength(1);
  });

  it('in a renamed file, further down', () => {
    const before = found(INGRESS(['/a']));
    const after = found(`# moved\n\n${INGRESS(['/a'])}`, 'b.yaml');
    expect(findingDifference(before, after)).toEqual({ added: [], fixed: [] });
  });

  it('and copies are counted', () => {
    const text = 'apiVersion: v1\nkind: [Service\n';
    const once = check([{ file: 'a.yaml', text }], [], OPTIONS).diagnostics;
    const twice = check(
      [
        { file: 'a.yaml', text },
        { file: 'b.yaml', text },
      ],
      [],
      OPTIONS,
    ).diagnostics;
    expect(once).toHaveLength(1);
    expect(findingDifference(once, twice).added).toHaveLength(1);
  });

  it('and says nothing of a secret, not even as a digest', () => {
    const pod = (password: string): string => `apiVersion: v1
kind: Pod
metadata: { name: a, namespace: shop }
spec:
  containers:
    - name: a
      image: a
      args: ["--password=${password} http://nothing.shop.svc.cluster.local/"]
---
apiVersion: v1
kind: Service
metadata: { name: x, namespace: shop }
spec: { type: ExternalName, externalName: example.org }
`;
    const [one, other] = ['hunter1', 'hunter2'].map(
      (password) =>
        check([{ file: 'a.yaml', text: pod(password) }], [], { ...OPTIONS, closedWorld: true }).diagnostics,
    );
    expect(one?.length).toBeGreaterThan(0);
    expect(one?.map(({ fingerprint }) => fingerprint)).toEqual(other?.map(({ fingerprint }) => fingerprint));
  });
});

/** Every finding of the rules' pages that lies in an entry of a list, with the document and the way to the list. */
const inLists = RULES.flatMap(({ id }) =>
  examplesOf(readPage(id)).flatMap(({ files }) =>
    files.length !== 1
      ? []
      : found(files[0]?.text ?? '').flatMap(({ rule, place, fingerprint, resource }) => {
          const lists = (place.path ?? []).flatMap((step, at) => (typeof step === 'number' ? [at] : []));
          return rule !== id || resource === undefined || place.manifest === undefined || lists.length === 0
            ? []
            : [{ text: files[0]?.text ?? '', rule, place, fingerprint, lists, name: resource.name }];
        }),
  ),
);

it('an entry that is put above a finding never changes its fingerprint', () => {
  let kept = 0;
  fc.assert(
    fc.property(fc.constantFrom(...inLists), fc.nat(), fc.boolean(), (one, which, named) => {
      const { manifest, path = [] } = one.place;
      const at = one.lists[which % one.lists.length] ?? 0;
      const index = readDocuments(one.text).findIndex(
        ({ document }) => document.text === manifest?.document.text,
      );
      const values = readDocuments(one.text).map(({ document }) => document.value ?? null);
      const entry: JsonValue = named
        ? { name: 'put-above', port: 4711, host: 'put.example.com', path: '/put' }
        : {};
      const changed = values.map((value, n) =>
        n === index ? withEntry(value, path.slice(0, at), entry) : value,
      );
      const after = found(
        changed.map((value) => stringify(value, { aliasDuplicateObjects: false })).join('---\n'),
      );
      // The entry may make the finding go away, or be one; where it is still found, it has its name.
      const moved = path.map((step, n) => (n === at ? Number(step) + 1 : step));
      const again = after.filter(
        ({ rule, place, resource }) =>
          rule === one.rule && resource?.name === one.name && String(place.path) === String(moved),
      );
      if (again.length === 0) return;
      kept++;
      expect(again.map(({ fingerprint }) => fingerprint)).toContain(one.fingerprint);
    }),
    { numRuns: 400, seed: 1 },
  );
  expect(kept).toBeGreaterThan(200);
});

function withEntry(value: JsonValue, list: Path, entry: JsonValue): JsonValue {
  const [step, ...rest] = list;
  if (step === undefined) return isList(value) ? [entry, ...value] : value;
  const inner = withEntry(getAt(value, [step]) ?? null, rest, entry);
  if (isList(value)) return value.map((item, index) => (index === step ? inner : item));
  return typeof value === 'object' && value !== null ? { ...value, [step]: inner } : value;
}
