import { lifetimeOf } from '../../resource/lifetimes.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An API version that the API server no longer serves. */
export const check: Check = function* (resource, { version }) {
  const lifetime = lifetimeOf(resource.apiVersion, resource.kind);
  if (lifetime === undefined) return;
  const { removedIn, release, replacedBy } = lifetime;
  if (removedIn !== undefined && removedIn > version) return;
  yield {
    at: ['apiVersion'],
    // Which release of a project a cluster has, its own version does not tell.
    ...(removedIn === undefined ? { severity: 'warning' } : {}),
    message: `${nameOf(resource)} is of ${resource.apiVersion}, which ${release} no longer serves; the API server rejects it.${replacedBy === undefined ? ' Nothing replaces it.' : ` Write ${replacedBy}.`}`,
  };
};
