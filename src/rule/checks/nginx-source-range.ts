import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import { nginxAnnotation } from '../../reach/ingress/nginx.ts';
import { frontsOf, controllersFor, settingsOf } from '../../reach/ingress/nginx-controller.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

const LISTS = ['whitelist-source-range', 'allowlist-source-range', 'denylist-source-range'] as const;

/** A list of client addresses, behind a load balancer that hides the clients' addresses. */
export const check: Check = function* (ingress, { graph }) {
  const list = LISTS.find((name) => nginxAnnotation(ingress, name) !== undefined);
  if (list === undefined || programOf(graph, ingress)?.id !== 'ingress-nginx') return;
  for (const controller of controllersFor(graph, ingress)) {
    const settings = settingsOf(graph, controller);
    if (settings === undefined) return;
    // Each of them may bring the client's address in another way.
    if (TELLING.some((key) => settings.get(key) !== undefined)) return;
    for (const front of frontsOf(graph, controller)) {
      if (serviceType(front) !== 'LoadBalancer' || specOf(front).externalTrafficPolicy === 'Local') continue;
      if (
        Object.keys(front.annotations).some((key) => /proxy|backend-protocol|source-ip|nlb|type/i.test(key))
      )
        continue;
      yield {
        at: ['metadata', 'annotations', NGINX_PREFIX + list],
        message: `${list} of ${nameOf(ingress)} looks at addresses that ${nameOf(front)} may replace with those of nodes: its externalTrafficPolicy is Cluster. If it does, the list decides on nodes, not on clients.`,
        related: [
          {
            resource: front,
            at: ['spec', 'externalTrafficPolicy'],
            message: `${nameOf(front)} is in front of ingress-nginx`,
          },
        ],
      };
      return;
    }
  }
};

const TELLING = ['use-proxy-protocol', 'use-forwarded-headers', 'enable-real-ip', 'proxy-real-ip-cidr'];
