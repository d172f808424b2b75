import { isObject } from '../base/json.ts';
import { isObserved } from '../resource/controlled.ts';
import type { Resource } from '../resource/resource.ts';
import { judge } from '../schema/judge.ts';
import type { Judgement } from '../schema/judge.ts';
import { definitionsOf } from './definitions.ts';
import type { Context } from './rule.ts';

/** What the schema of its kind says of an object. Asked by several rules, found once. */
export function judgementOn(
  resource: Resource,
  { graph, version }: Pick<Context, 'graph' | 'version'>,
): Judgement | undefined {
  const known = graph.memo(`judgements 1.${version}`, () => new Map<Resource, Judgement | undefined>());
  if (known.has(resource)) return known.get(resource);
  // sops encrypts values in place and adds a field; what is applied is decrypted.
  const judgement = isObject(resource.value.sops)
    ? undefined
    : judge(resource, version, definitionsOf(graph, resource));
  // What was read from a cluster its API server took, whatever release it has.
  const told = judgement?.releases !== undefined && isObserved(resource) ? undefined : judgement;
  known.set(resource, told);
  return told;
}
