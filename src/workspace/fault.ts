import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Resource } from '../resource/resource.ts';
import type { Fault } from '../rule/broken-hops.ts';
import { RULES } from '../rule/catalog.ts';

const BREAKS = new Map(
  RULES.flatMap(({ id, breaks }) => (breaks === undefined ? [] : [[id, breaks] as const])),
);

/** What a finding means for the requests that pass its object. What is less than certain means nothing. */
export function faultOf(
  { rule, severity, place, message }: Diagnostic,
  resource: Resource,
): readonly Fault[] {
  const breaks = BREAKS.get(rule);
  const certain = severity === 'error' || (severity === 'warning' && breaks === 'perhaps');
  if (breaks === undefined || !certain || place.path === undefined) return [];
  return [{ breaks, at: place.path.slice(resource.base.length), message }];
}
