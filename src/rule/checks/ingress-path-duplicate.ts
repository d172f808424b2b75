import { withoutEndSlashes } from '../../base/slashes.ts';
import {
  ALB_PREFIX,
  backendKey,
  describeBackend,
  ingressPaths,
  isActionBackend,
  requestsTo,
} from '../../reach/ingress/ingress.ts';
import type { IngressPath } from '../../reach/ingress/ingress.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Two paths of one Ingress that match the same requests and lead to different backends. */
export const check: Check = function* (ingress) {
  // Conditions on headers tell paths of the AWS Load Balancer Controller apart; its actions may stand before a Service.
  if (Object.keys(ingress.annotations).some((key) => key.startsWith(`${ALB_PREFIX}conditions.`))) return;
  const seen = new Map<string, IngressPath>();
  for (const entry of ingressPaths(ingress)) {
    if (isActionBackend(entry.backend) || isPlaceholder(entry.host) || isPlaceholder(entry.path)) continue;
    const key = matchKey(entry);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, entry);
      continue;
    }
    if (backendKey(first.backend) === backendKey(entry.backend)) continue;
    const same = first.path === entry.path;
    yield {
      at: [...entry.at, 'path'],
      message: `${nameOf(ingress)} sends ${requestsTo(entry)} (${entry.pathType ?? ''}) to ${describeBackend(entry.backend)} and ${same ? 'also' : `${requestsTo(first)}, which matches the same requests,`} to ${describeBackend(first.backend)}; only one of them gets requests.`,
      related: [
        {
          resource: ingress,
          at: [...first.at, 'path'],
          message: `${requestsTo(first)} goes to ${describeBackend(first.backend)} here`,
        },
      ],
    };
  }
};

/** Equal for paths that match the same requests (IN3): the trailing slash of a Prefix does not count. */
function matchKey({ host, path, pathType }: IngressPath): string | undefined {
  if (pathType === 'Prefix') return JSON.stringify([host, pathType, withoutEndSlashes(path)]);
  const literal = pathType === 'Exact' || pathType === 'ImplementationSpecific';
  return literal ? JSON.stringify([host, pathType, path]) : undefined;
}
