import { listOf, objectOf } from '../base/json.ts';
import type { TypeName } from '../resource/kinds.ts';
import type { Pod } from '../resource/pod.ts';

/** Types that programs make for themselves under a name they are told: certificate generators, leases, caches. */
const MADE_BY_PROGRAMS: ReadonlySet<TypeName> = new Set(['Secret', 'ConfigMap']);

/** Whether programs make objects of this type in the cluster. */
export function madeByPrograms(type: TypeName): boolean {
  return MADE_BY_PROGRAMS.has(type);
}

/**
 * Words that containers are told on their command lines and in environment values: a Job with
 * `--secret-name=admission-cert`, or with `kubectl create secret generic admission-cert`, makes that Secret.
 */
export function toldWords(pods: readonly Pod[]): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === 'string') for (const word of value.split(/[^A-Za-z0-9.-]+/)) words.add(word);
  };
  for (const { containers } of pods) {
    for (const { value } of containers) {
      listOf(value.command).forEach(add);
      listOf(value.args).forEach(add);
      for (const variable of listOf(value.env)) add(objectOf(variable).value);
    }
  }
  return words;
}
