import { goBoolean } from '../../base/boolean.ts';
import { SHIM_ANNOTATIONS } from '../../reference/makers.ts';
import { tlsBlocks } from '../../reach/ingress/ingress.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An Ingress that asks cert-manager for a certificate without saying for which hosts, or in which Secret. */
export const check: Check = function* (ingress) {
  if (ingress.unrendered !== undefined) return;
  const asking = SHIM_ANNOTATIONS.find((key) => isAsking(key, ingress.annotations[key]));
  if (asking === undefined) return;
  const annotation = {
    resource: ingress,
    at: ['metadata', 'annotations', asking],
    message: `${asking} asks cert-manager for a certificate`,
  };
  const blocks = tlsBlocks(ingress);
  if (blocks.length === 0) {
    yield {
      at: annotation.at,
      part: 'key',
      severity: 'warning',
      message: `${nameOf(ingress)} asks cert-manager for a certificate with ${asking}, but has no tls block; none is issued.`,
    };
  }
  for (const { at, hosts, secretName } of blocks) {
    const absent = [...(hosts.length === 0 ? ['hosts'] : []), ...(secretName === '' ? ['secretName'] : [])];
    if (absent.length === 0) continue;
    yield {
      at,
      message: `${nameOf(ingress)} asks cert-manager for a certificate, but this tls block has no ${absent.join(' and no ')}; cert-manager skips it, and none is issued.`,
      related: [annotation],
    };
  }
};

/** `kubernetes.io/tls-acme: "false"` asks for nothing. */
function isAsking(key: string, value: string | undefined): boolean {
  return key === 'kubernetes.io/tls-acme' ? goBoolean(value) === true : value !== undefined;
}
