import { isAdmittedSet, parentOfSet } from '../../reach/gateway/listener.ts';
import { specOf } from '../../reach/service/service.ts';
import { objectOf, stringOf } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A ListenerSet whose Gateway lets it in not. */
export const check: Check = function* (set, { graph }) {
  const gateway = parentOfSet(graph, set);
  if (gateway === undefined || gateway.unrendered !== undefined || set.unrendered !== undefined) return;
  if (isAdmittedSet(graph, set, gateway) !== 'no') return;
  const allowed = objectOf(objectOf(specOf(gateway).allowedListeners).namespaces);
  const from = stringOf(allowed.from) ?? 'None';
  const written = specOf(gateway).allowedListeners !== undefined;
  yield {
    at: ['spec', 'parentRef', 'name'],
    message: `${nameOf(set)} adds listeners to ${nameOf(gateway)}, whose allowedListeners ${written ? `are from: ${from}` : 'are not written, which means from: None'}; no request gets to them.`,
    related: [
      {
        resource: gateway,
        at: written ? ['spec', 'allowedListeners'] : ['spec', 'gatewayClassName'],
        message: `${nameOf(gateway)} takes ListenerSets from: ${from}`,
      },
    ],
  };
};
