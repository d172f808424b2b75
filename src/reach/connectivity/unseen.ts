import type { ContainerPort } from '../../resource/pod.ts';
import type { Labels } from '../../resource/resource.ts';
import type { LabelSet, Match } from '../../resource/selector.ts';

/**
 * An end that no manifest shows as it runs: the API server, a node, a controller that somebody else installed. Its own
 * policies are not known and taken to allow everything.
 */
export interface Unseen {
  /** As output calls it, and what tells two of them apart: `API server`. */
  readonly name: string;
  /** Whether it has the address of a pod. `no`: that of a node or of something outside. */
  readonly isPod: Match;
  /** Undefined: one whose workloads the manifests do not show, or one of `likelyIn`. */
  readonly namespace: string | undefined;
  /** Names of namespaces in which people install it, beside what the manifests show there. */
  readonly likelyIn?: RegExp;
  /** Of its pod, as far as they are known. */
  readonly labels: LabelSet;
  /** Those that names in rules can mean. */
  readonly ports: readonly Pick<ContainerPort, 'name' | 'port' | 'protocol'>[];
  /** Labels of its namespace by which its documentation admits it. */
  readonly admittedBy?: Labels;
  /** Whether it is the node that the pod at the other side runs on: its traffic is always allowed (NP17). */
  readonly isOwnNode?: boolean;
}
