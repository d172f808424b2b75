import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import { ingressPaths, requestsTo } from '../../reach/ingress/ingress.ts';
import type { IngressPath } from '../../reach/ingress/ingress.ts';
import { isCanary, nginxAnnotation } from '../../reach/ingress/nginx.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { pcre } from '../../regex/pcre.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A rewrite-target that asks for groups which a path does not capture, or that makes one path of all (NG9). */
export const check: Check = function* (ingress, { graph }) {
  const target = nginxAnnotation(ingress, 'rewrite-target');
  if (target === undefined || isPlaceholder(target) || isCanary(ingress)) return;
  if (programOf(graph, ingress)?.id !== 'ingress-nginx') return;
  const wanted = Math.max(0, ...[...target.matchAll(/\$\{?(\d)/g)].map(([, digit]) => Number(digit)));
  const related = [
    {
      resource: ingress,
      at: ['metadata', 'annotations', `${NGINX_PREFIX}rewrite-target`],
      message: `rewrite-target is ${target}`,
    },
  ];
  const paths = ingressPaths(ingress);
  for (const path of paths) {
    const captured = groupsIn(path.path);
    if (captured === undefined || isPlaceholder(path.path)) continue;
    const at = [...path.at, 'path'];
    if (captured < wanted && !(captured === 0 && isBare(path, paths)))
      yield {
        at,
        message: `rewrite-target ${target} of ${nameOf(ingress)} uses $${wanted}, but the path ${path.path} captures ${captured === 0 ? 'nothing' : `only ${captured}`}; nothing is put in its place, and every request to ${requestsTo(path)} becomes ${target.replace(/\$\{?\d\}?/g, '')}.`,
        related,
      };
    else if (wanted === 0 && target === '/' && collapses(path))
      yield {
        at,
        severity: 'info',
        message: `rewrite-target / of ${nameOf(ingress)} makes / of every request below ${requestsTo(path)}: ${path.path.replace(/\/$/, '')}/style.css, too. To keep what follows, capture it: path ${path.path.replace(/\/$/, '')}(/|$)(.*) and rewrite-target /$2.`,
        related,
      };
  }
};

/** The path itself, beside one that captures what is below it: that it becomes the bare target is meant. */
function isBare({ host, path, pathType }: IngressPath, all: readonly IngressPath[]): boolean {
  const base = path.replace(/\/$/, '');
  return (
    pathType === 'Exact' ||
    path.endsWith('$') ||
    all.some(
      (one) => one.host === host && one.path.startsWith(base) && /^\/?\(/.test(one.path.slice(base.length)),
    )
  );
}

/** Undefined for an expression that only PCRE reads. */
function groupsIn(path: string): number | undefined {
  const reading = pcre(path);
  return 'pcre' in reading ? reading.pcre.groups : undefined;
}

/** Plain paths that promise more than one URL. */
function collapses({ path, pathType }: IngressPath): boolean {
  return pathType !== 'Exact' && /^\/[\w./-]*[\w-]\/?$/.test(path);
}
