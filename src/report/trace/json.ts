import { identityOf, placeOf } from '../../diagnostic/place.ts';
import type { Hop, Trace } from '../../reach/trace/hop.ts';
import { jsonText } from '../escape/json.ts';
import type { Locator } from '../locate.ts';
import { saidBy } from './said.ts';

/** Version 1 of `schemas/trace.schema.json`. */
export function traceJson({ verdict, hops, shares }: Trace, places: Locator): string {
  const parts = shares === undefined ? {} : { shares };
  return `${jsonText({ version: 1, verdict, ...parts, hops: hops.map((hop) => jsonHop(hop, places)) }, 2)}\n`;
}

function jsonHop(hop: Hop, places: Locator): object {
  const { kind, verdict, place } = hop;
  const said = { kind, verdict, message: saidBy(hop) };
  if (place === undefined) return { ...said, resource: null };
  const { file, range } = places.locate(placeOf(place.resource, place.path, place.part ?? 'value'));
  return { ...said, resource: identityOf(place.resource), file, range };
}
