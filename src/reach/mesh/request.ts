import type { Path } from '../../base/json.ts';
import type { Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Landing } from '../edge/edge.ts';
import type { Caller } from '../peer/caller.ts';
import { nameOf } from '../../resource/resource.ts';

/** One way of a request, as what acts on requests sees it. */
export interface MeshRequest {
  readonly caller: Caller;
  readonly landing: Landing;
  /** The Service that it was sent to; undefined where pods are called by their addresses. */
  readonly via: Resource | undefined;
}

/** What acts on a request and is not read, or leaves open what it does. */
export interface Undecided {
  readonly resource: Resource;
  readonly path: Path;
  /** Completes "… is not told: ": `AuthorizationPolicy shop/web may deny it`. */
  readonly why: string;
}

export function podOf(landing: Landing): Pod | undefined {
  return 'pod' in landing ? landing.pod : undefined;
}

/** A pattern of Istio: a whole value, or one with a star at the beginning or the end. */
export function globMatches(pattern: string, value: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : pattern === value;
}

export function undecidedBy(resource: Resource, why: string, path: Path = ['spec']): Undecided {
  return { resource, path, why: `${nameOf(resource)} ${why}` };
}

/** Names under which a Service is called. */
export function hostsOf({ namespace, name }: Resource): readonly string[] {
  return [`${name}.${namespace}.svc.cluster.local`, `${name}.${namespace}.svc`, `${name}.${namespace}`];
}
