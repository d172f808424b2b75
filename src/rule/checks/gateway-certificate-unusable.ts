import { isObject } from '../../base/json.ts';
import { certificateFaults, isWithoutCertificate } from '../../reach/gateway/certificate.ts';
import { listenersOf } from '../../reach/gateway/listener.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A Secret of the input that a listener names and that no Gateway takes for a certificate. */
export const check: Check = function* (owner, { graph }) {
  if (owner.unrendered !== undefined) return;
  for (const listener of listenersOf(graph, owner)) {
    const faults = certificateFaults(graph, listener);
    const effect =
      faults.length > 0 && isWithoutCertificate(graph, listener)
        ? 'the listener is not programmed'
        : 'clients that ask for its hosts do not get it';
    for (const { at, kind, secret, message } of faults) {
      if (secret === undefined || kind === 'missing' || kind === 'grant') continue;
      yield {
        at: [...at, 'name'],
        // What stands there in an example may be replaced before it is applied.
        ...(kind === 'text' ? { severity: 'warning' as const } : {}),
        message: `Listener ${listener.name} of ${nameOf(owner)} takes its certificate from ${nameOf(secret)}, which ${message}; ${effect} (InvalidCertificateRef).`,
        related: [
          {
            resource: secret,
            at: [isObject(secret.value.data) ? 'data' : 'stringData'],
            part: 'key',
            message: `${nameOf(secret)} ${message}`,
          },
        ],
      };
    }
  }
};
