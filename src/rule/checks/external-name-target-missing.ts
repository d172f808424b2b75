import { stringOf } from '../../base/json.ts';
import { DEFAULT_ZONE, readHost } from '../../reference/urls.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An alias (ExternalName) of a Service of the cluster that is not there. */
export const check: Check = function* (resource, { graph }) {
  const external = stringOf(specOf(resource).externalName);
  if (serviceType(resource) !== 'ExternalName' || external === undefined) return;
  const name = readHost(external.replace(/\.$/, ''));
  if (name?.form !== 'svc' || name.zone !== DEFAULT_ZONE) return;
  const resolution = graph.lookUp(resource, 'Service', name.namespace, name.service);
  if (resolution.status !== 'missing') return;
  const { nearest, elsewhere, certainty } = resolution;
  const certain =
    certainty === 'certain' &&
    (nearest !== undefined || graph.closedWorld || name.namespace === resource.namespace);
  const hint =
    nearest !== undefined
      ? ` Did you mean ${nearest.name}?`
      : elsewhere[0] === undefined
        ? ''
        : ` Service ${name.service} is in namespace ${elsewhere[0].namespace}.`;
  yield {
    at: ['spec', 'externalName'],
    message: `${nameOf(resource)} is an alias of ${external}, and Service ${qualified(name.namespace, name.service)} does not exist: the name does not resolve.${hint}`,
    ...(certain ? {} : { severity: 'info' }),
    related: [
      ...[nearest, elsewhere[0]].flatMap((one) =>
        one === undefined ? [] : [{ resource: one, message: `${nameOf(one)} is here` }],
      ),
      ...dependentsOfService(graph, resource),
    ],
    fixes:
      nearest === undefined
        ? []
        : [
            {
              title: `Use ${nearest.name}`,
              safety: 'unsafe',
              edits: [{ at: ['spec', 'externalName'], value: external.replace(name.service, nearest.name) }],
            },
          ],
  };
};
