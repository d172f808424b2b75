import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { whyUnserved } from '../../schema/lifetime.ts';
import type { Check } from '../rule.ts';

/** An API version that the API server no longer serves, or not yet. */
export const check: Check = function* (resource, { version, versionSaid }) {
  const { apiVersion, kind } = resource;
  const unserved = whyUnserved(apiVersion, kind, version);
  if (unserved === undefined || unserved.why === 'never') return;
  const what = `${nameOf(resource)} is of ${apiVersion}, which`;
  if (unserved.why === 'later') {
    const first = `${what} Kubernetes 1.${unserved.minor} is the first to serve`;
    const advice = isOfHelm(resource) ? ' Tell helm template which one it is with --kube-version.' : '';
    yield versionSaid
      ? { at: ['apiVersion'], message: `${first}; 1.${version} rejects it.${advice}` }
      : {
          at: ['apiVersion'],
          severity: 'info',
          message: `${first}. No version was named (--kubernetes-version); older ones reject it.${advice}`,
        };
    return;
  }
  const { release, certain, replacedBy } = unserved;
  yield {
    at: ['apiVersion'],
    // Which release of a project a cluster has, its own version does not tell.
    ...(certain ? {} : { severity: 'warning' }),
    message: `${what} ${release} no longer serves; the API server rejects it.${adviceOn(replacedBy, resource)}`,
  };
};

function adviceOn(replacedBy: string | undefined, resource: Resource): string {
  if (replacedBy === undefined) return ' Nothing replaces it.';
  if (!isOfHelm(resource)) return ` Write ${replacedBy}.`;
  return ` Render it with helm template --api-versions ${replacedBy} --api-versions ${replacedBy}/${resource.kind}; a chart that still makes it has to write ${replacedBy}.`;
}

/**
 * Whether `helm template` wrote the document. Without a cluster it knows the groups and versions of its own client, and none
 * of their kinds, so that charts which ask for `policy/v1/PodDisruptionBudget` fall back to what is gone. The line: helm
 * pkg/action/action.go renderResources; the versions: pkg/chartutil/capabilities.go allKnownVersions.
 */
function isOfHelm({ manifest: { document } }: Resource): boolean {
  return /^# Source: \S/m.test(document.text);
}
