import { someOf } from '../../base/some.ts';
import { isObject, stringOf } from '../../base/json.ts';
import { failuresOf } from '../../reach/ingress/failure.ts';
import { keysOf } from '../../reference/data.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A Secret that Ingresses use for TLS, without a certificate or a key in it. */
export const check: Check = function* (secret, { graph }) {
  const users = graph
    .referencesTo(secret)
    .filter(({ row }) => row.id === 'ingress-tls')
    .flatMap((reference) => {
      const { certificate } = failuresOf(graph, reference.from);
      return certificate === undefined ? [] : [{ ...reference, certificate }];
    });
  const [first] = users;
  if (first === undefined || graph.find('Secret', secret.namespace, secret.name) !== secret) return;
  const keys = keysOf(graph, 'Secret', secret.namespace, secret.name);
  if (keys === undefined) return;
  const absent = ['tls.crt', 'tls.key'].filter((key) => !keys.has(key));
  if (absent.length === 0) return;
  const typed = stringOf(secret.value.type) === 'kubernetes.io/tls';
  yield {
    at: [isObject(secret.value.data) ? 'data' : 'stringData'],
    part: 'key',
    message: `${nameOf(secret)} is used for TLS but has no ${absent.join(' and no ')}, only ${someOf(keys)}; ${typed ? 'the API server rejects it' : first.certificate}.`,
    related: users.slice(0, 10).map(({ from, path }) => ({
      resource: from,
      at: path,
      message: `${nameOf(from)} takes its certificate from it`,
    })),
  };
};
