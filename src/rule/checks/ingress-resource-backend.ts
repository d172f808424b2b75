import { isObject, stringOf } from '../../base/json.ts';
import { backendsOf } from '../../reach/ingress/ingress.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A backend that is no Service, on a controller that knows only Services. */
export const check: Check = function* (ingress, { graph }) {
  const controller = programOf(graph, ingress)?.id;
  if (controller !== 'ingress-nginx') return;
  for (const { at, value } of backendsOf(ingress)) {
    if (!isObject(value) || !isObject(value.resource) || isObject(value.service)) continue;
    const { kind, name } = value.resource;
    yield {
      at: [...at, 'resource'],
      part: 'key',
      message: `${nameOf(ingress)} sends requests to ${stringOf(kind) ?? 'the resource'} ${stringOf(name) ?? ''}, but ingress-nginx knows only Services; they go to the default backend.`,
    };
  }
};
