import { programOf } from '../../reach/ingress/program.ts';
import { ingressPaths, isServedIngress } from '../../reach/ingress/ingress.ts';
import type { IngressPath } from '../../reach/ingress/ingress.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** A glob or a regular expression in a path that is compared letter by letter. */
export const check: Check = function* (ingress, { graph }) {
  if (!isServedIngress(ingress)) return;
  for (const entry of ingressPaths(ingress)) {
    const { path, pathType } = entry;
    if ((pathType !== 'Prefix' && pathType !== 'Exact') || !path.startsWith('/') || isPlaceholder(path))
      continue;
    const kind = kindOfPattern(path);
    if (kind === undefined) continue;
    const at = [...entry.at, 'path'];
    const controller = programOf(graph, ingress)?.id;
    const effect =
      controller === 'ingress-nginx'
        ? 'ingress-nginx refuses it (strict-validate-path-type), and other controllers take it literally'
        : controller === 'alb'
          ? 'the AWS Load Balancer Controller refuses wildcards there'
          : 'it matches only requests with these very characters';
    yield {
      at,
      message: `Path ${path} of ${nameOf(ingress)} looks like ${kind}, but pathType ${pathType} knows none; ${effect}.`,
      related: [{ resource: ingress, at: [...entry.at, 'pathType'], message: `pathType is ${pathType}` }],
      fixes: fixesOf(entry, at),
    };
  }
};

/**
 * Parentheses, `$` and `+` alone are lawful in paths (`/Orders(1)`, `/$metadata`); what only patterns have is a star, an
 * alternative, a class, an escape, or an end anchor.
 */
function kindOfPattern(path: string): string | undefined {
  if (/^[^(\n]*\(.*\||\.[*+]|\(\?|\[[^\][]+\]|\\|\$$|[)\]][*+?]/.test(path)) return 'a regular expression';
  if (path.includes('*')) return 'a glob';
  return /\/\{[^{}/]+\}(\/|$)/.test(path) ? 'a template' : undefined;
}

/** A prefix already means everything below it. */
function fixesOf({ path, pathType }: IngressPath, at: Finding['at']): NonNullable<Finding['fixes']> {
  const below = /^((?:\/[A-Za-z0-9._-]+)*)\/(?:\.?\*|\(\.\*\))$/.exec(path);
  if (below === null || pathType !== 'Prefix') return [];
  const value = below[1] === undefined || below[1] === '' ? '/' : below[1];
  return [
    {
      title: `Use ${value}, which as a Prefix covers everything below`,
      safety: 'unsafe',
      edits: [{ at, value }],
    },
  ];
}
