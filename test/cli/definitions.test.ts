import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandIn } from './command.ts';

const cwd = mkdtempSync(join(tmpdir(), 'kubeplumb-definitions-'));

beforeAll(() => {
  mkdirSync(join(cwd, 'app'));
  mkdirSync(join(cwd, 'platform'));
  writeFileSync(
    join(cwd, 'app/widget.yaml'),
    'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: one, namespace: shop }\nspec: { sise: 1 }\n',
  );
  writeFileSync(
    join(cwd, 'platform/crd.yaml'),
    `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { size: { type: integer } } } }
`,
  );
  // Nobody asks about this one.
  writeFileSync(
    join(cwd, 'platform/broken.yaml'),
    'apiVersion: v1\nkind: Service\nmetadata: { name: Broken_Name }\n',
  );
});

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const check = commandIn(cwd, 'check');

describe('--definitions', () => {
  it('brings the definitions of custom resources, and checks nothing else there', async () => {
    const { stdout, code } = await check('app', '--definitions', 'platform', '--format', 'concise');
    expect(stdout).toContain(
      'app/widget.yaml:4:9: error[field-unknown] Widget shop/one has spec.sise, which example.com/v1 does not know in its definition; the API server rejects it. Did you mean size?',
    );
    expect(stdout).not.toContain('Broken_Name');
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringContaining('field-unknown'),
      expect.stringMatching(/^Found 1 error /),
    ]);
    expect(code).toBe(1);
  });

  it('is not needed for the check to say what it does not know', async () => {
    const { stdout, code } = await check('app', '--format', 'concise');
    expect(stdout).toContain('info[kind-without-schema]');
    expect(code).toBe(0);
  });

  it('must name something', async () => {
    const { stderr, code } = await check('app', '--definitions', 'nowhere');
    expect(stderr).toContain('nowhere');
    expect(code).toBe(2);
  });
});
