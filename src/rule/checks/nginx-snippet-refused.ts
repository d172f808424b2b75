import { goBoolean } from '../../base/boolean.ts';
import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import { controllersFor, settingsOf } from '../../reach/ingress/nginx-controller.ts';
import type { NginxController } from '../../reach/ingress/nginx-controller.ts';
import { programOf } from '../../reach/ingress/program.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An annotation with a snippet of nginx configuration, where the controller of the input does not take any (NG12). */
export const check: Check = function* (ingress, { graph }) {
  const snippets = Object.keys(ingress.annotations).filter(
    (key) => key.startsWith(NGINX_PREFIX) && key.endsWith('-snippet'),
  );
  if (snippets.length === 0 || programOf(graph, ingress)?.id !== 'ingress-nginx') return;
  const refusals = controllersFor(graph, ingress).map((one) => refusalOf(graph, one));
  const [first] = refusals;
  // One of several may take it, and be the one that serves the Ingress.
  if (first === undefined || refusals.includes(undefined)) return;
  for (const key of snippets)
    yield {
      at: ['metadata', 'annotations', key],
      part: 'key',
      message: `${nameOf(ingress)} has a ${key.slice(NGINX_PREFIX.length)}, but ${first.why}; the admission webhook rejects the Ingress, or the controller does not take it as it is.`,
      related: [{ resource: first.of, message: `${nameOf(first.of)} is here` }],
    };
};

/**
 * Snippets are off since 1.9 unless `allow-snippet-annotations` is "true", and since 1.12 also where
 * `annotations-risk-level` is below Critical (kubernetes/ingress-nginx docs configmap.md, Changelog 1.9.0 and 1.12.0).
 */
function refusalOf(
  graph: Graph,
  controller: NginxController,
): { readonly why: string; readonly of: Resource } | undefined {
  const settings = settingsOf(graph, controller);
  if (settings === undefined) return undefined;
  const { of, get } = settings;
  const { minor } = controller;
  const allowed = get('allow-snippet-annotations');
  if (goBoolean(allowed) === false)
    return { why: `allow-snippet-annotations of ${nameOf(of)} is "${allowed ?? ''}"`, of };
  if (allowed === undefined)
    return minor !== undefined && minor >= 9
      ? { why: `${nameOf(of)} does not set allow-snippet-annotations to "true"`, of }
      : undefined;
  const level = get('annotations-risk-level') ?? 'High';
  if (minor === undefined || minor < 12 || level === 'Critical') return undefined;
  return { why: `annotations-risk-level of ${nameOf(of)} is ${level}, and snippets are Critical`, of };
}
