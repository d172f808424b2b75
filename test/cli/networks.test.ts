import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandIn } from './command.ts';

const cwd = mkdtempSync(join(tmpdir(), 'kubeplumb-networks-'));
const trace = commandIn(cwd, 'trace');

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const side = (name: string, network: boolean): string => `
{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: { k8s.ovn.org/primary-user-defined-network: "" } } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: ${name} }, spec: { containers: [{ name: c, image: one, ports: [{ containerPort: 80 }] }] } }
---${network ? `\n{ apiVersion: k8s.ovn.org/v1, kind: UserDefinedNetwork, metadata: { name: net, namespace: ${name} }, spec: { topology: Layer2, layer2: { role: Primary } } }\n---` : ''}`;

describe('a request from one network to another', () => {
  it.each([
    [
      'is blocked between two primary ones',
      true,
      1,
      'UserDefinedNetwork a/net and UserDefinedNetwork b/net are isolated',
    ],
    ['is not told where one is not here', false, 3, 'The primary network of namespace b is not evaluated'],
  ])('%s', async (_, network, exit, message) => {
    writeFileSync(join(cwd, 'all.yaml'), side('a', true) + side('b', network));
    const { code, stdout } = await trace('a/pod/a', 'b/pod/b:80');
    expect(stdout).toContain(message);
    expect(code).toBe(exit);
  });
});
