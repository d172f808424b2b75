import type { WorkloadGroup } from '../../reach/map/connection-map.ts';

/** `Deployment/web`, `Deployment/web and 11 more`: without the namespace if that is named already. No two groups have one name. */
export function groupName({ workloads }: WorkloadGroup, namespace?: string): string {
  const [{ name }] = workloads;
  const first =
    namespace !== undefined && name.startsWith(`${namespace}/`) ? name.slice(namespace.length + 1) : name;
  const more = workloads.length - 1;
  return more === 0 ? first : `${first} and ${more.toLocaleString('en')} more`;
}
