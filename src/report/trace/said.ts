import type { Hop } from '../../reach/trace/hop.ts';
import { discreet } from '../../secret/hidden.ts';

/** What a hop says, without the secrets of the object that it is about. */
export function saidBy({ message, place }: Hop): string {
  if (place === undefined) return discreet(message, []);
  const { resource, path } = place;
  return discreet(message, [{ document: resource.manifest.document, path: [...resource.base, ...path] }]);
}
