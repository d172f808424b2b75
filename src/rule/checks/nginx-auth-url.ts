import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { isHeadless, listServicePorts, servicePorts, serviceType } from '../../reach/service/service.ts';
import { serviceVariants } from '../../reference/same-name.ts';
import { addressesIn, defaultPort, readHost } from '../../reference/urls.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** What happens while nobody answers at the URL. */
const EFFECTS = [
  ['auth-url', 'requests get 500'],
  ['mirror-target', 'nothing is mirrored'],
] as const;

/** The URL of an annotation of ingress-nginx that leads to a Service, or a port of it, which does not exist. */
export const check: Check = function* (ingress, { graph }) {
  if (programOf(graph, ingress)?.id !== 'ingress-nginx') return;
  for (const [name, effect] of EFFECTS) {
    const key = NGINX_PREFIX + name;
    const [address] = addressesIn(ingress.annotations[key] ?? '');
    const host = address === undefined ? undefined : readHost(address.host);
    if (address === undefined || host?.form !== 'svc' || host.pod) continue;
    const at = ['metadata', 'annotations', key];
    const resolution = graph.lookUp(ingress, 'Service', host.namespace, host.service);
    const milder = name === 'mirror-target' ? ({ severity: 'warning' } as const) : {};
    if (resolution.status === 'missing') {
      const { certainty, nearest } = resolution;
      yield {
        at,
        ...(certainty === 'certain' ? milder : { severity: 'info' }),
        message: `${name} of ${nameOf(ingress)} asks Service ${qualified(host.namespace, host.service)}, which does not exist; ${effect}.${nearest === undefined ? '' : ` Did you mean ${nearest.name}?`}`,
        related: nearest === undefined ? [] : [{ resource: nearest, message: `${nameOf(nearest)} is here` }],
      };
      continue;
    }
    const { port, scheme } = address;
    const wanted =
      port === 'unknown'
        ? undefined
        : (port?.value ?? (scheme === undefined ? undefined : defaultPort(scheme)));
    const services = serviceVariants(graph, host.namespace, host.service);
    if (services === undefined || wanted === undefined) continue;
    if (services.some((one) => serviceType(one) === 'ExternalName' || isHeadless(one))) continue;
    const [target] = services;
    const ports = services.flatMap(servicePorts);
    if (ports.some((one) => one.port === undefined || one.port === wanted)) continue;
    yield {
      at,
      ...milder,
      message: `${name} of ${nameOf(ingress)} asks port ${wanted} of ${nameOf(target)}, which listens on ${listServicePorts(ports)}; ${effect}.`,
      related: [
        {
          resource: target,
          at: ['spec', 'ports'],
          part: 'key',
          message: `${nameOf(target)} listens on ${listServicePorts(ports)}`,
        },
      ],
    };
  }
};
