/**
 * What a whole number of Kubernetes holds: 32 bits, but for these fields, which have 64. By the formats of the OpenAPI of 1.36, as
 * @kubernetes/client-node has them; a name that has both counts as 64.
 */
const OF_64_BITS: ReadonlySet<string> = new Set([
  'activeDeadlineSeconds',
  'capacity',
  'count',
  'deletionGracePeriodSeconds',
  'expirationSeconds',
  'fsGroup',
  'generation',
  'gid',
  'gracePeriodSeconds',
  'int',
  'ints',
  'maxItems',
  'maxLength',
  'maxProperties',
  'minItems',
  'minLength',
  'minProperties',
  'nodeAllocatableUpdatePeriodSeconds',
  'observedGeneration',
  'remainingItemCount',
  'resourceSliceCount',
  'revision',
  'runAsGroup',
  'runAsUser',
  'seconds',
  'sizeBytes',
  'startingDeadlineSeconds',
  'supplementalGroups',
  'terminationGracePeriodSeconds',
  'tolerationSeconds',
  'uid',
]);

export interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** Undefined where a number of JSON cannot be told from one that is too large. */
export function boundsOf(field: string): Bounds | undefined {
  return OF_64_BITS.has(field) ? undefined : { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
}
