import { derived } from '../../base/derived.ts';
import { podsInSight } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { isScaledElsewhere } from '../../reach/scaling.ts';
import { nameOf } from '../../resource/resource.ts';
import { ofEveryCopy } from '../every-copy.ts';
import { relatedSome } from '../related-some.ts';
import type { Check } from '../rule.ts';

/** A Service whose workloads all have no replicas, and nothing that would give them any. */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  const behind = podsInSight(graph, service);
  if (behind === undefined) return;
  const pods = derived(behind.all, 'without replicas', () => {
    const lasting = behind.all.filter(({ runsToCompletion }) => !runsToCompletion);
    return lasting.every(
      ({ replicas, owner }) =>
        replicas === 0 && owner.type !== 'apps/DaemonSet' && !isScaledElsewhere(graph, owner),
    )
      ? lasting
      : [];
  });
  const [first] = pods;
  if (first === undefined) return;
  yield {
    at: ['spec', 'selector'],
    message: `${nameOf(service)} has no endpoints while ${nameOf(first.owner)} has 0 replicas; requests to it are refused.`,
    related: [
      ...relatedSome(pods, ({ owner }) => ({
        resource: owner,
        at: ['spec', 'replicas'],
        message: `${nameOf(owner)} has 0 replicas`,
      })),
      ...dependentsOfService(graph, service),
    ],
  };
});
