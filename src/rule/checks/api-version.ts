import { nameOf } from '../../resource/resource.ts';
import { whyUnserved } from '../../schema/lifetime.ts';
import type { Check } from '../rule.ts';

/** An API version that the API server no longer serves, or not yet. */
export const check: Check = function* (resource, { version }) {
  const { apiVersion, kind } = resource;
  const unserved = whyUnserved(apiVersion, kind, version);
  if (unserved === undefined || unserved.why === 'never') return;
  const what = `${nameOf(resource)} is of ${apiVersion}, which`;
  if (unserved.why === 'later') {
    yield {
      at: ['apiVersion'],
      message: `${what} Kubernetes 1.${unserved.minor} is the first to serve; 1.${version} rejects it.`,
    };
    return;
  }
  const { release, certain, replacedBy } = unserved;
  yield {
    at: ['apiVersion'],
    // Which release of a project a cluster has, its own version does not tell.
    ...(certain ? {} : { severity: 'warning' }),
    message: `${what} ${release} no longer serves; the API server rejects it.${replacedBy === undefined ? ' Nothing replaces it.' : ` Write ${replacedBy}.`}`,
  };
};
