import { isCustom } from '../resource/resource.ts';
import type { Resource } from '../resource/resource.ts';

/**
 * What the API server rejects where a pod template is wrong: the object, as `called`, or, where the template is that of a custom
 * resource, of which it holds only the structure to its definition, the pods that a controller makes.
 */
export function rejectedFor(resource: Resource, called: string): string {
  return isCustom(resource) ? 'its pods' : called;
}
