import { Names } from '../../reference/names.ts';
import type { Graph } from '../../reference/graph.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const KEY = 'traefik.ingress.kubernetes.io/router.middlewares';
const TYPES = ['traefik.io/Middleware', 'traefik.containo.us/Middleware'] as const;

/**
 * A middleware that an Ingress names for Traefik, by another name than it has: `<namespace>-<name>@kubernetescrd`. Source:
 * doc.traefik.io "Kubernetes Ingress routing", router.middlewares; "Providers overview", provider namespace.
 */
export const check: Check = function* (ingress, { graph }) {
  const text = ingress.annotations[KEY];
  if (text === undefined || isPlaceholder(text)) return;
  const known = new Map(
    TYPES.flatMap((type) => graph.all(type)).map((one) => [`${one.namespace}-${one.name}`, one]),
  );
  for (const word of text.split(',').map((one) => one.trim())) {
    const [name = '', provider] = word.split('@');
    if (name === '' || (provider !== undefined && provider !== 'kubernetescrd')) continue;
    const found = known.get(name);
    const at = ['metadata', 'annotations', KEY];
    const effect = 'Traefik leaves the router out, and requests get 404';
    if (provider === undefined) {
      const meant = found ?? known.get(`${ingress.namespace}-${name}`);
      yield {
        at,
        ...(meant === undefined ? { severity: 'warning' } : {}),
        message: `${nameOf(ingress)} names the middleware ${name} without a provider, so Traefik looks for it among Ingresses, where none is; requests get 404. Write ${meant === undefined ? `<namespace>-${name}` : `${meant.namespace}-${meant.name}`}@kubernetescrd.`,
        related: meant === undefined ? [] : [{ resource: meant, message: `${nameOf(meant)} is here` }],
      };
      continue;
    }
    if (found !== undefined) continue;
    const bare = known.get(`${ingress.namespace}-${name}`);
    const meant = bare ?? slipOf(graph, name);
    if (meant === undefined && !isMissing(graph, ingress, name)) continue;
    yield {
      at,
      message: `${nameOf(ingress)} names the middleware ${name}@kubernetescrd, which ${bare === undefined ? 'does not exist' : 'lacks the namespace in front'}; ${effect}.${meant === undefined ? '' : ` Did you mean ${meant.namespace}-${meant.name}@kubernetescrd?`}`,
      related: meant === undefined ? [] : [{ resource: meant, message: `${nameOf(meant)} is here` }],
    };
  }
};

/** The middleware whose name is a slip of the pen away, in a namespace that the text begins with. */
function slipOf(graph: Graph, text: string): Resource | undefined {
  for (const type of TYPES) {
    const names = graph.memo(`names:${type}`, () => new Names(graph.all(type)));
    for (const namespace of new Set(graph.all(type).map((one) => one.namespace))) {
      if (!text.startsWith(`${namespace}-`)) continue;
      const near = names.slip(namespace, text.slice(namespace.length + 1));
      const found = near === undefined ? undefined : graph.find(type, namespace, near);
      if (found?.namespaceWritten === true) return found;
    }
  }
  return undefined;
}

/** Of the Ingress's own namespace only: of another, the dash does not tell where the namespace ends. */
function isMissing(graph: Graph, ingress: Resource, name: string): boolean {
  const prefix = `${ingress.namespace}-`;
  if (!name.startsWith(prefix)) return false;
  return TYPES.every((type) => {
    const resolution = graph.lookUp(ingress, type, ingress.namespace, name.slice(prefix.length));
    return resolution.status === 'missing' && resolution.certainty === 'certain';
  });
}
