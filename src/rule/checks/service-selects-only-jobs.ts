import { podsInSight, selectorOf } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { findPort, servicePorts } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import { formatSelector } from '../../resource/selector.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check } from '../rule.ts';

/** A Service that has only pods of Jobs behind it: once they end, nobody answers. */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  const behind = podsInSight(graph, service);
  const selector = selectorOf(service);
  if (behind === undefined || selector === undefined) return;
  if (!behind.all.every(({ runsToCompletion }) => runsToCompletion)) return;
  // A headless Service gives the pods of one Job names by which they find each other.
  if (behind.all.some(({ spec }) => spec.subdomain === service.name)) return;
  // Who declares the port in a task means it to be asked while it runs.
  if (behind.all.some((pod) => servicePorts(service).some((port) => isDeclared(port, pod)))) return;
  const [first] = behind.all;
  if (first === undefined) return;
  yield {
    at: ['spec', 'selector'],
    message: `${nameOf(service)} selects ${formatSelector(selector)}, which only pods of ${nameOf(first.owner)} have; when they end, it has no endpoints and requests to it are refused.`,
    related: [
      ...behind.all.map(({ owner, path }) => ({
        resource: owner,
        at: [...path, 'metadata', 'labels'],
        message: `the pods of ${nameOf(owner)} run to completion`,
      })),
      ...dependentsOfService(graph, service),
    ],
  };
});

function isDeclared(port: ServicePort, pod: Pod): boolean {
  const found = findPort(port, pod);
  return found.found && found.declared !== undefined;
}
