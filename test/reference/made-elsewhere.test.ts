import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/document/read.ts';
import { keysOf } from '../../src/reference/data.ts';
import { Graph } from '../../src/reference/graph.ts';
import { objectsOf, resourceOf } from '../../src/resource/resource.ts';

/** Nothing exists but what is written, so that only a reason to think otherwise keeps a reference from being missing. */
function graphOf(text: string): Graph {
  const resources = readDocuments(text).flatMap(({ offset, document }, index) =>
    objectsOf({ file: 'a.yaml', index, offset, document }).map((object) =>
      resourceOf(object, 'default', new Set()),
    ),
  );
  return new Graph({ resources, closedWorld: true, unreadable: [] });
}

const pod = (container: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: c, image: i, ${container} }] }
---`;

function lookUp(text: string, type: string, name: string): string {
  const graph = graphOf(pod('args: []') + text);
  const [from] = graph.resources;
  return from === undefined ? 'nothing' : graph.lookUp(from, type, 'shop', name).status;
}

describe('a Secret that is not written down', () => {
  it.each([
    ['an argument names it', pod('args: [create, --secret-name=tls]'), 'implied'],
    [
      'a script makes it',
      pod('command: [sh, -c, "kubectl create secret generic tls --from-file=x"]'),
      'implied',
    ],
    ['an environment variable names it', pod('env: [{ name: CERT_SECRET, value: tls }]'), 'implied'],
    ['a path ends with it', pod('args: [--secret-name=tls-2, --key=/run/tls]'), 'implied'],
    ['nobody names it', pod('args: [--secret-name=other-tls]'), 'missing'],
    ['a pod of another namespace is told it', pod('args: [--secret=tls]').replace('shop', 'bank'), 'missing'],
    [
      'a replicator copies it',
      `
apiVersion: v1
kind: Secret
metadata: { name: tls, namespace: infra, annotations: { replicator.v1.mittwald.de/replicate-to: "shop" } }
`,
      'implied',
    ],
    [
      'another namespace has it',
      '\napiVersion: v1\nkind: Secret\nmetadata: { name: tls, namespace: infra }',
      'missing',
    ],
  ])('%s', (_why, text, status) => {
    expect(lookUp(text, 'Secret', 'tls')).toBe(status);
  });

  it('is no matter of programs for other kinds', () => {
    expect(lookUp(pod('args: ["--call=tls"]'), 'Service', 'tls')).toBe('missing');
  });
});

describe('the keys of a Secret', () => {
  const secret = (rest: string): string =>
    `\napiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\n${rest}\n---`;
  it.each([
    ['data and stringData', secret('data: { a: eA== }\nstringData: { b: x }'), ['a', 'b']],
    ['a token', secret('type: kubernetes.io/service-account-token'), ['ca.crt', 'namespace', 'token']],
    ['variants', secret('data: { a: eA== }') + secret('data: { b: eA== }'), ['a', 'b']],
    ['no key at all', secret('data: {}'), undefined],
    ['a key that is filled in later', secret('stringData: { "${KEY}": x }'), undefined],
    ['a field that is filled in later', secret('data: $DATA'), undefined],
    [
      'a controller that completes it',
      `${secret('data: { a: eA== }')}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: s, namespace: shop }
`,
      undefined,
    ],
  ])('%s', (_what, text, keys) => {
    const found = keysOf(graphOf(text), 'Secret', 'shop', 's');
    expect(found === undefined ? undefined : [...found].sort()).toEqual(keys);
  });
});
