import { extensionRefs, missingExtension } from '../../reach/gateway/extension.ts';
import type { ExtensionRef } from '../../reach/gateway/extension.ts';
import { lossOf } from '../../reach/gateway/loss.ts';
import { describe, nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * A filter, a backend or the parameters of an implementation's own kind that are not there. Sources: gateway-api
 * apis/v1/httproute_types.go HTTPRouteFilter.ExtensionRef, gateway_types.go GatewayInfrastructure.ParametersRef.
 */
export const check: Check = function* (resource, { graph }) {
  if (resource.unrendered !== undefined) return;
  for (const ref of extensionRefs(resource)) {
    const missing = missingExtension(graph, resource, ref);
    if (missing === undefined) continue;
    const { nearest, elsewhere } = missing;
    const at = [...ref.at, 'name'];
    const near = nearest ?? elsewhere[0];
    yield {
      at,
      message: `${nameOf(resource)} ${VERBS[ref.as]} ${describe(ref.type, ref.namespace, ref.name)}, which does not exist; ${effectOf(resource, ref)}.${nearest === undefined ? '' : ` Did you mean ${nearest.name}?`}`,
      related: near === undefined ? [] : [{ resource: near, message: `${nameOf(near)} is here` }],
      fixes:
        nearest === undefined
          ? []
          : [{ title: `Use ${nearest.name}`, safety: 'unsafe', edits: [{ at, value: nearest.name }] }],
    };
  }
};

const VERBS: Readonly<Record<ExtensionRef['as'], string>> = {
  filter: 'hands requests to',
  backend: 'sends requests to',
  parameters: 'takes parameters from',
};

function effectOf(resource: Resource, { as }: ExtensionRef): string {
  const { what, fate } = lossOf(resource);
  switch (as) {
    case 'filter':
      return 'requests must not go on without it, and get 500';
    case 'backend':
      return `its ${what} ${fate} (BackendNotFound)`;
    case 'parameters':
      return `the ${resource.kind} is not accepted (InvalidParameters)`;
  }
}
