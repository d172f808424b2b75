import { distance, nearest } from '../../base/nearest.ts';
import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import {
  FORMER_NGINX_ANNOTATIONS,
  NGINX_ANNOTATIONS,
  PROPOSED_NGINX_ANNOTATIONS,
} from '../../reach/ingress/nginx-annotations.ts';
import { controllersFor } from '../../reach/ingress/nginx-controller.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An annotation that ingress-nginx does not read, a slip of the pen away from one that it does. */
export const check: Check = function* (ingress, { graph }) {
  if (controllersFor(graph, ingress).some(({ options }) => options.has('annotations-prefix'))) return;
  const served = programOf(graph, ingress);
  for (const key of Object.keys(ingress.annotations)) {
    const name = key.startsWith(NGINX_PREFIX) ? key.slice(NGINX_PREFIX.length) : '';
    if (served?.id === 'ingress-nginx' && PROPOSED_NGINX_ANNOTATIONS.has(name)) {
      yield {
        at: ['metadata', 'annotations', key],
        part: 'key',
        message: `${nameOf(ingress)} has the annotation ${key}, which was proposed for ingress-nginx and is in no release: it has no effect.`,
      };
      continue;
    }
    const meant = key.startsWith(NGINX_PREFIX)
      ? nearName(key.slice(NGINX_PREFIX.length))
      : served?.id === 'ingress-nginx'
        ? nearPrefix(ingress, key)
        : undefined;
    if (meant === undefined) continue;
    yield {
      at: ['metadata', 'annotations', key],
      part: 'key',
      message: `${nameOf(ingress)} has the annotation ${key}, which ingress-nginx does not read. Did you mean ${NGINX_PREFIX}${meant}?`,
    };
  }
};

function nearName(name: string): string | undefined {
  if ([NGINX_ANNOTATIONS, FORMER_NGINX_ANNOTATIONS, PROPOSED_NGINX_ANNOTATIONS].some((all) => all.has(name)))
    return undefined;
  return nearest(name, NGINX_ANNOTATIONS);
}

/** The prefix of the first releases was `ingress.kubernetes.io`; others still read that. */
function nearPrefix({ annotations }: Resource, key: string): string | undefined {
  const slash = key.indexOf('/');
  const [prefix, name] = [key.slice(0, slash + 1), key.slice(slash + 1)];
  if (slash < 0 || !NGINX_ANNOTATIONS.has(name) || Object.hasOwn(annotations, NGINX_PREFIX + name))
    return undefined;
  // A number tells a second installation with a prefix of its own.
  const slip = !/\d/.test(prefix) && distance(prefix, NGINX_PREFIX, 3) <= 3;
  return prefix !== 'ingress.kubernetes.io/' && slip ? name : undefined;
}
