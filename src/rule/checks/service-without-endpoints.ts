import { isOverwritten, selectorOf } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { endpointsFor } from '../../reach/service/endpoints.ts';
import { serviceType } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check } from '../rule.ts';

/**
 * A Service without a selector and without Endpoints or EndpointSlices. Programs often write those themselves, so this
 * is said only of a closed world.
 */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  if (!graph.closedWorld || serviceType(service) === 'ExternalName' || selectorOf(service) !== undefined)
    return;
  if (isOverwritten(graph, service) || endpointsFor(graph, service).length > 0) return;
  if (graph.isHidden(service.name) || graph.operatorOf(service.namespace, service.name) !== undefined) return;
  yield {
    at: ['spec'],
    part: 'key',
    message: `${nameOf(service)} has no selector, and no Endpoints or EndpointSlice is written for it; requests to it are refused.`,
    related: dependentsOfService(graph, service),
  };
});
