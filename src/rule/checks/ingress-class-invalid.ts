import { isObject } from '../../base/json.ts';
import { specOf } from '../../reach/service/service.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { hostProblem } from '../../resource/host-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** IngressClasses that the API server refuses (validateIngressClassSpec; the scope defaults to Cluster). */
export const check: Check = function* (resource) {
  const { controller, parameters } = specOf(resource);
  const rejected = `the API server rejects ${nameOf(resource)}`;
  if (controller === undefined || controller === null || controller === '') {
    if (resource.unrendered === undefined)
      yield { at: ['spec', 'controller'], message: `No controller is named; ${rejected}.` };
  } else if (typeof controller === 'string' && !isPlaceholder(controller) && !isDomainPrefixed(controller)) {
    yield {
      at: ['spec', 'controller'],
      message: `Controller ${JSON.stringify(controller)} is no domain and path such as k8s.io/ingress-nginx; ${rejected}.`,
    };
  }
  if (!isObject(parameters)) return;
  const { namespace } = parameters;
  const scope = parameters.scope ?? 'Cluster';
  if (scope === 'Namespace' && (namespace === undefined || namespace === null)) {
    yield {
      at: ['spec', 'parameters', 'scope'],
      message: `Parameters of scope Namespace need a namespace; ${rejected}.`,
    };
  } else if (scope === 'Cluster' && namespace !== undefined && namespace !== null) {
    yield {
      at: ['spec', 'parameters', 'namespace'],
      part: 'key',
      message: `Parameters have a namespace but not the scope Namespace (the default is Cluster); ${rejected}.`,
    };
  } else if (
    typeof scope === 'string' &&
    scope !== 'Namespace' &&
    scope !== 'Cluster' &&
    !isPlaceholder(scope)
  ) {
    yield {
      at: ['spec', 'parameters', 'scope'],
      message: `Scope ${JSON.stringify(scope)} is neither Cluster nor Namespace; ${rejected}.`,
    };
  }
};

function isDomainPrefixed(controller: string): boolean {
  const slash = controller.indexOf('/');
  const domain = controller.slice(0, slash);
  return (
    slash > 0 &&
    controller.length <= 250 &&
    !domain.startsWith('*') &&
    hostProblem(domain, 'fine') === undefined &&
    /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(controller.slice(slash + 1))
  );
}
