import { callsOf } from '../../reference/calls.ts';
import type { Call } from '../../reference/calls.ts';
import { DEFAULT_ZONE } from '../../reference/urls.ts';
import { nameOf } from '../../resource/resource.ts';
import { byMistake, isTold, otherPlaces, replaceIn } from '../call-finding.ts';
import type { Check } from '../rule.ts';

/** `api.shop.cluster.local`: a name of a Service of the input from which `.svc` was left out. */
export const check: Check = function* (resource, { graph }) {
  const groups = byMistake(callsOf(graph, resource), ({ name, address }: Call) =>
    name.form === 'without-svc' && graph.find('Service', name.namespace, name.service) !== undefined
      ? address.host
      : undefined,
  );
  for (const [host, calls] of groups) {
    const { name } = calls[0];
    if (name.form !== 'without-svc') continue;
    const service = graph.find('Service', name.namespace, name.service);
    const full = `${name.service}.${name.namespace}.svc.${DEFAULT_ZONE}`;
    yield {
      at: calls[0].text.at,
      message: `${nameOf(resource)} calls ${host}, which never resolves: names of Services end with .svc.${DEFAULT_ZONE}. Write ${full}.`,
      ...(isTold(calls[0]) ? {} : { severity: 'warning' }),
      related: [
        ...otherPlaces(calls),
        ...(service === undefined ? [] : [{ resource: service, message: `${nameOf(service)} is here` }]),
      ],
      fixes: replaceIn(calls, `Use ${full}`, 'safe', ({ address: { start, end } }) => ({
        start,
        end,
        by: full,
      })),
    };
  }
};
