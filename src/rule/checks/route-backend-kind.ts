import { getAt } from '../../base/json.ts';
import { faultOf, shareOf } from '../../reach/gateway/backend.ts';
import { lossText } from '../../reach/gateway/loss.ts';
import { routeRules } from '../../reach/gateway/route.ts';
import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A backend of a kind that cannot be one. */
export const check: Check = function* (route, { graph }) {
  if (route.unrendered !== undefined) return;
  for (const { backends } of routeRules(route)) {
    for (const backend of backends) {
      if (isPlaceholder(backend.kind) || isPlaceholder(backend.group)) continue;
      const fault = faultOf(graph, route, backend, undefined);
      if (fault?.reason !== 'InvalidKind') continue;
      const kind = backend.kind === 'Service' ? 'group' : 'kind';
      const at = [...backend.at, kind];
      const service = graph.find('Service', backend.namespace, backend.name);
      const lost = lossText(route, backends.length === 1 ? 1 : shareOf(backend, backends));
      yield {
        at: getAt(route.value, at) === undefined ? backend.at : at,
        message: `${nameOf(route)} sends requests to ${backend.kind} ${backend.name} of group "${backend.group}", which cannot be a backend (InvalidKind); ${lost}.`,
        related: service === undefined ? [] : [{ resource: service, message: `${nameOf(service)} is here` }],
        fixes:
          service === undefined
            ? []
            : [
                {
                  title: kind === 'kind' ? 'Use kind Service' : 'Use the core group',
                  safety: 'unsafe',
                  edits: [{ at, value: kind === 'kind' ? 'Service' : '' }],
                },
              ],
      };
    }
  }
};
