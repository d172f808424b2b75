import { goBoolean } from '../../base/boolean.ts';
import { tlsBlocks } from '../../reach/ingress/ingress.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Path } from '../../base/json.ts';
import type { Check } from '../rule.ts';

/** Two tls blocks of one Ingress share a Secret that cert-manager is asked to make (checkForDuplicateSecretNames). */
export const check: Check = function* (ingress) {
  const { annotations } = ingress;
  const asks =
    annotations['cert-manager.io/issuer'] !== undefined ||
    annotations['cert-manager.io/cluster-issuer'] !== undefined ||
    goBoolean(annotations['kubernetes.io/tls-acme']) === true;
  if (!asks || ingress.unrendered !== undefined) return;
  const first = new Map<string, Path>();
  for (const { at, secretName } of tlsBlocks(ingress)) {
    if (secretName === '') continue;
    const path = [...at, 'secretName'];
    const other = first.get(secretName);
    if (other === undefined) {
      first.set(secretName, path);
      continue;
    }
    yield {
      at: path,
      message: `Two tls blocks of ${nameOf(ingress)} have the secretName ${secretName}; cert-manager refuses that and issues no certificate for the Ingress.`,
      related: [{ resource: ingress, at: other, message: `${secretName} is used here first` }],
    };
  }
};
