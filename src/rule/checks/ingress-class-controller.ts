import { listOf, stringOf } from '../../base/json.ts';
import { slip } from '../../base/nearest.ts';
import { specOf } from '../../reach/service/service.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Controllers by the name under which they look for their classes. Source: each project's installation manifests. */
const KNOWN: readonly string[] = [
  'k8s.io/ingress-nginx',
  'nginx.org/ingress-controller',
  'traefik.io/ingress-controller',
  'ingress.k8s.aws/alb',
  'eks.amazonaws.com/alb',
  'haproxy-ingress.github.io/controller',
  'haproxy.org/ingress-controller',
  'ingress-controllers.konghq.com/kong',
  'projectcontour.io/ingress-controller',
  'apisix.apache.org/apisix-ingress',
  'azure/application-gateway',
  'networking.azure.io/alb-controller',
  'cilium.io/ingress-controller',
  'istio.io/ingress-controller',
  'getambassador.io/ingress-controller',
  'openshift.io/ingress-to-route',
  'k8s.io/ingress-gce',
  'networking.gke.io/ingress-gce',
  'tailscale.com/ts-ingress',
  'pomerium.io/ingress-controller',
  'k8s.ngrok.com/ingress-controller',
  'higress.io/higress-controller',
];

/** What people write for another one; too far apart for a slip of the pen. */
const MISTAKEN: ReadonlyMap<string, string> = new Map([
  ['k8s.io/nginx-ingress', 'k8s.io/ingress-nginx'],
  ['k8s.io/nginx', 'k8s.io/ingress-nginx'],
  ['k8s.io/nginx-ingress-controller', 'k8s.io/ingress-nginx'],
  ['k8s.io/ingress-nginx-controller', 'k8s.io/ingress-nginx'],
  ['kubernetes.io/ingress-nginx', 'k8s.io/ingress-nginx'],
  ['nginx.ingress.kubernetes.io/ingress-nginx', 'k8s.io/ingress-nginx'],
  ['nginx.org/nginx-ingress', 'nginx.org/ingress-controller'],
  ['traefik.io/traefik', 'traefik.io/ingress-controller'],
  ['k8s.aws/alb', 'ingress.k8s.aws/alb'],
]);

/** An IngressClass whose controller is nearly that of a known one. */
export const check: Check = function* (resource, { graph }) {
  const controller = stringOf(specOf(resource).controller);
  if (controller === undefined || KNOWN.includes(controller) || isPlaceholder(controller)) return;
  const meant = MISTAKEN.get(controller) ?? slip(controller, KNOWN);
  if (meant === undefined) return;
  const told = graph.memo('controller-class arguments', () => {
    const text: string[] = [];
    for (const { containers } of graph.pods())
      for (const { value } of containers)
        for (const arg of listOf(value.args)) if (typeof arg === 'string') text.push(arg);
    return text.filter((arg) => arg.includes('/')).join('\n');
  });
  if (told.includes(controller)) return;
  yield {
    at: ['spec', 'controller'],
    message: `${nameOf(resource)} is for the controller ${controller}, which nobody knows; Ingresses of this class are not served. Did you mean ${meant}?`,
    fixes: [
      { title: `Use ${meant}`, safety: 'unsafe', edits: [{ at: ['spec', 'controller'], value: meant }] },
    ],
  };
};
