import { isWhole, isOverwritten, selectorOf } from '../../reach/service/behind.ts';
import { isHeadless } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import { formatLabels, formatSelector, matches } from '../../resource/selector.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check } from '../rule.ts';

/** The governing Service of a StatefulSet does not select its pods, so they get no DNS names of their own. */
export const check: Check = ofEveryCopy(function* (set, { graph }) {
  const reference = graph.references(set).find(({ row }) => row.id === 'statefulset-service');
  const [pod] = graph.podsOf(set);
  if (reference === undefined || pod === undefined || !isWhole(pod)) return;
  const service = graph.find('Service', reference.namespace, reference.name);
  if (service === undefined || service.unrendered !== undefined || isOverwritten(graph, service)) return;
  const selector = selectorOf(service);
  if (selector === undefined || !isHeadless(service) || matches(selector, pod) !== 'no') return;
  // A Service without any pods has a rule of its own.
  const { sure, possible } = graph.podsBehind(service);
  if (sure.length === 0 && possible.length === 0) return;
  yield {
    at: reference.path,
    message: `${nameOf(set)} is governed by ${nameOf(service)}, which selects ${formatSelector(selector)}, but its pods have ${formatLabels(pod.labels)}; ${set.name}-0.${service.name} does not resolve.`,
    related: [
      { resource: service, at: ['spec', 'selector'], message: `${nameOf(service)} selects other pods` },
      {
        resource: set,
        at: [...pod.path, 'metadata', 'labels'],
        message: `the labels of its pods are here`,
      },
    ],
  };
});
