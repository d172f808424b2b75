import { someOf } from '../../base/some.ts';
import { isObject, stringOf } from '../../base/json.ts';
import { keysOf } from '../../reference/data.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const ROWS: ReadonlySet<string> = new Set(['gateway-certificate', 'listener-set-certificate']);

/** A Secret from which listeners take their certificate, without a certificate or a key in it. */
export const check: Check = function* (secret, { graph }) {
  const users = graph.referencesTo(secret).filter(({ row }) => ROWS.has(row.id));
  if (users.length === 0 || graph.find('Secret', secret.namespace, secret.name) !== secret) return;
  const keys = keysOf(graph, 'Secret', secret.namespace, secret.name);
  if (keys === undefined) return;
  const absent = ['tls.crt', 'tls.key'].filter((key) => !keys.has(key));
  if (absent.length === 0) return;
  const typed = stringOf(secret.value.type) === 'kubernetes.io/tls';
  const effect = typed
    ? 'the API server rejects it'
    : 'a listener with no other certificate is not programmed (InvalidCertificateRef)';
  yield {
    at: [isObject(secret.value.data) ? 'data' : 'stringData'],
    part: 'key',
    message: `${nameOf(secret)} is the certificate of a listener but has no ${absent.join(' and no ')}, only ${someOf(keys)}; ${effect}.`,
    related: users.slice(0, 10).map(({ from, path }) => ({
      resource: from,
      at: path,
      message: `${nameOf(from)} takes a certificate from it`,
    })),
  };
};
