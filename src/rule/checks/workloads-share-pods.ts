import { getAt } from '../../base/json.ts';
import { isOverwritten } from '../../reach/service/behind.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatSelector, matches, readLabelSelector, readMapSelector } from '../../resource/selector.ts';
import type { Selector } from '../../resource/selector.ts';
import { identityOfObject, meets } from '../../resource/together.ts';
import type { Check } from '../rule.ts';

/** Two controllers of a namespace whose selectors each match the pods of the other; said once, at the later one. */
export const check: Check = function* (resource, { graph }) {
  const [own] = graph.podsOf(resource);
  const selector = selectorOf(resource);
  if (own === undefined || selector === undefined || resource.unrendered !== undefined) return;
  if (matches(selector, { labels: own.labels }) !== 'yes' || isOverwritten(graph, resource)) return;
  const rivals = graph
    .select(resource.namespace, selector)
    .sure.map(({ owner }) => owner)
    .filter((other) => {
      const theirs = selectorOf(other);
      return (
        theirs !== undefined &&
        graph.isBefore(other, resource) &&
        identityOfObject(other) !== identityOfObject(resource) &&
        meets(other, resource) &&
        other.unrendered === undefined &&
        !isOverwritten(graph, other) &&
        matches(theirs, { labels: own.labels }) === 'yes'
      );
    });
  const [rival] = rivals;
  if (rival === undefined) return;
  yield {
    at: ['spec', 'selector'],
    message: `${nameOf(resource)} and ${nameOf(rival)} select each other's pods (${formatSelector(selector)}); they cannot tell them apart, and autoscalers and budgets count them together.`,
    related: rivals.slice(0, MOST).map((other) => ({
      resource: other,
      at: ['spec', 'selector'],
      message: `${nameOf(other)} selects these pods too`,
    })),
  };
};

/** More of them help nobody. */
const MOST = 10;

const SELECTING: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'ReplicationController',
]);

function selectorOf(resource: Resource): Selector | undefined {
  if (!SELECTING.has(resource.type)) return undefined;
  const value = getAt(resource.value, ['spec', 'selector']);
  const selector =
    resource.type === 'ReplicationController' ? readMapSelector(value) : readLabelSelector(value);
  return selector === undefined || selector.requirements.length === 0 ? undefined : selector;
}
