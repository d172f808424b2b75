import { describe, expect, it } from 'vitest';
import { rivals } from '../../src/reference/claim.ts';
import type { Claim } from '../../src/reference/claim.ts';
import type { Resource } from '../../src/resource/resource.ts';

interface Place {
  readonly file: string;
  readonly namespace: string;
  readonly name: string;
  readonly unrendered?: string;
}

function claim({ file, namespace, name, unrendered }: Place): Claim {
  const value = { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace } };
  const resource: Resource = {
    manifest: { file, index: 0, offset: 0, document: { text: '', value, problems: [] } },
    base: [],
    value,
    apiVersion: 'v1',
    kind: 'Service',
    type: 'Service',
    name,
    namespace,
    namespaceWritten: true,
    namespaceGuessed: false,
    labels: {},
    annotations: {},
    ...(unrendered === undefined ? {} : { unrendered }),
  };
  return { resource, at: ['spec', 'clusterIP'], key: '10.96.0.9' };
}

const here: Place = { file: 'a/one.yaml', namespace: 'shop', name: 'web' };

describe('two claims of one value', () => {
  it.each<[string, Place, string | undefined]>([
    ['exclude each other in one file', { ...here, name: 'api' }, 'certain'],
    ['exclude each other in one file even under one name', { ...here, namespace: 'other' }, 'certain'],
    ['exclude each other in one folder', { ...here, file: 'a/two.yaml', name: 'api' }, 'certain'],
    ['of one name in a folder may be copies', { ...here, file: 'a/two.yaml', namespace: 'other' }, 'likely'],
    [
      'in different folders may be different clusters',
      { ...here, file: 'b/one.yaml', name: 'api' },
      'likely',
    ],
    [
      'of one name in different folders are copies',
      { ...here, file: 'b/one.yaml', namespace: 'o' },
      undefined,
    ],
    ['of one identity are one object', { ...here, file: 'b/one.yaml' }, undefined],
    ['say nothing before Kustomize', { ...here, name: 'api', unrendered: 'it is a base' }, undefined],
  ])('%s', (_name, other, certainty) => {
    const first = claim(here);
    const second = claim(other);
    const found = rivals([first, second]);
    expect(found.get(second)?.certainty).toBe(certainty);
    expect(found.has(first)).toBe(false);
  });

  it('prefers the one that certainly meets it', () => {
    const elsewhere = claim({ file: 'a/x.yaml', namespace: 'shop', name: 'one' });
    const beside = claim({ file: 'b/y.yaml', namespace: 'shop', name: 'two' });
    const last = claim({ file: 'b/y.yaml', namespace: 'shop', name: 'three' });
    expect(rivals([elsewhere, beside, last]).get(last)).toEqual({ claim: beside, certainty: 'certain' });
  });

  it('do not disturb claims of other values', () => {
    const other = { ...claim({ ...here, name: 'api' }), key: '10.96.0.10' };
    expect(rivals([claim(here), other]).size).toBe(0);
  });
});
