import type { Pod } from '../resource/pod.ts';

/** Labels that say which application, or which part of one, a pod is; versions and tracks of one part are alike. */
const APPLICATION_LABELS: readonly string[] = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/component',
  'app',
  'k8s-app',
  'name',
  'run',
  'component',
  'tier',
  'role',
];

/** Whether nothing in the labels of two pods says that they are different programs: stable and canary are one. */
export function sameApplication(a: Pod, b: Pod): boolean {
  return APPLICATION_LABELS.every((key) => a.labels[key] === b.labels[key]);
}

/** Equal for pods of the same application. */
export function applicationKey({ labels }: Pod): string {
  return JSON.stringify(APPLICATION_LABELS.map((key) => labels[key]));
}
