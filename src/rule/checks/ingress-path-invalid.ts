import { getAt } from '../../base/json.ts';
import { ingressPaths, isServedIngress } from '../../reach/ingress/ingress.ts';
import type { IngressPath } from '../../reach/ingress/ingress.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check, FindingFix } from '../rule.ts';

/** Paths that the API server refuses (validateHTTPIngressPath). */
export const check: Check = function* (ingress) {
  if (!isServedIngress(ingress)) return;
  for (const entry of ingressPaths(ingress)) {
    const at = [...entry.at, 'path'];
    const written = getAt(ingress.value, at);
    const missing = written === undefined || written === null;
    if (!missing && typeof written !== 'string') continue;
    if (isPlaceholderName(entry.path) || (missing && ingress.unrendered !== undefined)) continue;
    const reason = reasonOf(entry);
    if (reason === undefined) continue;
    yield {
      at,
      message: missing
        ? `A path of ${nameOf(ingress)} with pathType ${entry.pathType ?? ''} has no path; the API server rejects the Ingress.`
        : `Path ${JSON.stringify(entry.path)} of ${nameOf(ingress)} ${reason}; the API server rejects the Ingress.`,
      fixes: missing ? [] : fixesOf(entry, at),
    };
  }
};

const SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const SUFFIXES = ['/..', '/.'];

function reasonOf({ path, pathType }: IngressPath): string | undefined {
  const literal = pathType === 'Exact' || pathType === 'Prefix';
  if (!literal && (pathType !== 'ImplementationSpecific' || path === '')) return undefined;
  if (!path.startsWith('/')) return 'does not start with /';
  if (!literal) return undefined;
  const sequence = SEQUENCES.find((part) => path.includes(part));
  if (sequence !== undefined) return `contains ${sequence}`;
  const suffix = SUFFIXES.find((part) => path.endsWith(part));
  return suffix === undefined ? undefined : `ends with ${suffix}`;
}

function fixesOf({ path, pathType }: IngressPath, at: IngressPath['at']): readonly FindingFix[] {
  if (!/^[A-Za-z0-9_./-]+$/.test(path) || /\/\.{1,2}(\/|$)/.test(path)) return [];
  const slashed = path.startsWith('/') ? path : `/${path}`;
  const value = pathType === 'ImplementationSpecific' ? slashed : slashed.replace(/\/{2,}/g, '/');
  return /^\.{1,2}(\/|$)/.test(path)
    ? []
    : [{ title: `Use ${value}`, safety: 'safe', edits: [{ at, value }] }];
}
