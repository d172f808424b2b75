import { ingressPaths, requestsTo, serviceOf } from '../../reach/ingress/ingress.ts';
import { controllersFor } from '../../reach/ingress/nginx-controller.ts';
import { isOn } from '../../reach/ingress/options.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { servicePorts, serviceType } from '../../reach/service/service.ts';
import { serviceVariants } from '../../reference/same-name.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A backend that is an alias, and whose port ingress-nginx cannot make a number of (NG5). */
export const check: Check = function* (ingress, { graph }) {
  if (ingress.unrendered !== undefined || programOf(graph, ingress)?.id !== 'ingress-nginx') return;
  const controllers = controllersFor(graph, ingress);
  const refused = controllers.every(({ options }) => isOn(options, 'disable-svc-external-name'))
    ? controllers[0]
    : undefined;
  for (const path of ingressPaths(ingress)) {
    const { name, port } = serviceOf(path.backend);
    const services = serviceVariants(graph, ingress.namespace, name);
    if (services === undefined || port === undefined || isPlaceholderName(String(port))) continue;
    const [service] = services;
    if (services.some((one) => serviceType(one) !== 'ExternalName')) continue;
    const problems = refused === undefined ? services.map((one) => problemOf(one, port)) : [];
    const why = problems.includes(undefined) ? undefined : problems[0];
    if (why === undefined && refused === undefined) continue;
    yield {
      at: [...path.at, 'backend', 'service', why === undefined ? 'name' : 'port'],
      message: `${nameOf(ingress)} sends ${requestsTo(path)} to ${nameOf(service)}, an ExternalName, ${why ?? `and the controller runs with --disable-svc-external-name`}; requests get 503.`,
      related: [
        { resource: service, at: ['spec', 'ports'], part: 'key', message: `${nameOf(service)} is an alias` },
        ...(refused === undefined
          ? []
          : [{ resource: refused.pod.owner, message: `${nameOf(refused.pod.owner)} is the controller` }]),
      ],
    };
  }
};

/** Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go externalNamePorts, endpointslices.go. */
function problemOf(service: Resource, port: number | string): string | undefined {
  const ports = servicePorts(service);
  const found = ports.find((one) => (typeof port === 'number' ? one.port === port : one.name === port));
  if (typeof port === 'string' && found === undefined)
    return `which has no port named "${port}" to tell the number`;
  const named = typeof port === 'number' && typeof found?.targetPort === 'string';
  return named
    ? `whose targetPort "${found.targetPort}" is no number, and there is no pod to ask`
    : undefined;
}
