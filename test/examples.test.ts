import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { offsetOf } from '../src/diagnostic/order.ts';
import { LineIndex } from '../src/source/lines.ts';
import { check } from '../src/workspace/check.ts';
import type { CheckResult } from '../src/workspace/result.ts';

const EXAMPLES = join(import.meta.dirname, '../examples');

function checkShop(name: string): CheckResult {
  const files = readdirSync(join(EXAMPLES, name)).map((file) => ({
    file,
    text: readFileSync(join(EXAMPLES, name, file), 'utf8'),
  }));
  return check(files, [], { closedWorld: false, kubernetesVersion: '1.34' });
}

/** The line of each finding, as it stands in the file, with the rule. */
function findings(result: CheckResult): readonly (readonly [string, string, string])[] {
  return result.diagnostics.map(({ place, rule }) => {
    const lines = new LineIndex(result.texts.get(place.file) ?? '');
    return [place.file, lines.lineText(lines.positionAt(offsetOf(place)).line).trim(), rule] as const;
  });
}

it('finds nothing in the healthy shop', () => {
  expect(findings(checkShop('healthy'))).toEqual([]);
});

it('finds each of the twelve faults of the broken shop, on its line, and nothing else', () => {
  expect(findings(checkShop('broken'))).toEqual([
    ['cart.yaml', 'tcpSocket: { port: web }', 'probe-port-missing'],
    ['cart.yaml', 'nodePort: 8880', 'nodeport-out-of-range'],
    ['catalog.yaml', 'configMapKeyRef: { name: settings, key: loglevel }', 'configmap-key-missing'],
    ['catalog.yaml', 'targetPort: prometheus', 'target-port-missing'],
    ['catalog.yaml', 'name: catalogue', 'scale-target-missing'],
    ['frontend.yaml', 'value: http://cart.shop.svc.cluster.local:80', 'url-port-missing'],
    ['ingress.yaml', 'kubernetes.io/ingress.class: traefik', 'ingress-class-conflict'],
    ['ingress.yaml', 'port: { number: 8080 }', 'ingress-backend-port-missing'],
    ['policies.yaml', '- { protocol: TCP, port: 53 }', 'policy-blocks-dns'],
    ['policies.yaml', '- { protocol: TCP, port: 80 }', 'policy-port-of-service'],
    ['policies.yaml', 'matchLabels: { app: postgress }', 'policy-selects-no-pod'],
    ['postgres.yaml', 'selector: { app: postgre }', 'service-selects-no-pod'],
  ]);
});
