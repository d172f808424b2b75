import { derived } from '../../base/derived.ts';
import { podsInSight, selectorOf } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { leadsToDeclared } from '../../reach/service/declared.ts';
import { servicePorts } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import { formatSelector } from '../../resource/selector.ts';
import { ofEveryCopy } from '../every-copy.ts';
import { relatedSome } from '../related-some.ts';
import type { Check } from '../rule.ts';

/** A Service that has only pods of Jobs behind it: once they end, nobody answers. */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  const behind = podsInSight(graph, service);
  const selector = selectorOf(service);
  if (behind === undefined || selector === undefined) return;
  if (!derived(behind.all, 'run to completion', () => behind.all.every((pod) => pod.runsToCompletion)))
    return;
  // A headless Service gives the pods of one Job names by which they find each other.
  const subdomains = derived(
    behind.all,
    'subdomains',
    () => new Set(behind.all.map(({ spec }) => spec.subdomain)),
  );
  if (subdomains.has(service.name)) return;
  // Who declares the port in a task means it to be asked while it runs.
  if (servicePorts(service).some((port) => leadsToDeclared(behind.all, port))) return;
  const [first] = behind.all;
  if (first === undefined) return;
  yield {
    at: ['spec', 'selector'],
    message: `${nameOf(service)} selects ${formatSelector(selector)}, which only pods of ${nameOf(first.owner)} have; when they end, it has no endpoints and requests to it are refused.`,
    related: [
      ...relatedSome(behind.all, ({ owner, path }) => ({
        resource: owner,
        at: [...path, 'metadata', 'labels'],
        message: `the pods of ${nameOf(owner)} run to completion`,
      })),
      ...dependentsOfService(graph, service),
    ],
  };
});
