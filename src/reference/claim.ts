import type { Path } from '../base/json.ts';
import type { Resource } from '../resource/resource.ts';
import { identityOfObject, sharesFolder } from '../resource/together.ts';

/** A value that one object of a cluster takes away from all others, such as a node port. */
export interface Claim {
  readonly resource: Resource;
  readonly at: Path;
  /** What is taken: equal keys exclude each other. */
  readonly key: string;
}

/** A claim that came before, and whether the two objects certainly meet in one cluster. */
export interface Rival {
  readonly claim: Claim;
  readonly certainty: 'certain' | 'likely';
}

/** Objects with one claim stand together where they stand in one file or folder; more of them are not looked at. */
const NEIGHBOURS = 32;

/** For every claim that an earlier one of another object excludes, that earlier one: the surest, then the first. */
export function rivals(claims: readonly Claim[]): ReadonlyMap<Claim, Rival> {
  const byKey = new Map<string, Claim[]>();
  const found = new Map<Claim, Rival>();
  for (const claim of claims) {
    const earlier = byKey.get(claim.key);
    if (earlier === undefined) {
      byKey.set(claim.key, [claim]);
      continue;
    }
    let rival: Rival | undefined;
    for (const other of earlier.slice(-NEIGHBOURS)) {
      const certainty = meeting(claim.resource, other.resource);
      if (certainty === undefined || rival?.certainty === 'certain') continue;
      if (rival === undefined || certainty === 'certain') rival = { claim: other, certainty };
    }
    if (rival !== undefined) found.set(claim, rival);
    earlier.push(claim);
  }
  return found;
}

/**
 * Whether two objects meet in one cluster, as far as their files tell. Two documents of one identity are one object;
 * the same name again in another file is likely its copy for another environment; other folders may be other clusters.
 */
function meeting(a: Resource, b: Resource): Rival['certainty'] | undefined {
  if (a === b || (a.name !== '' && identityOfObject(a) === identityOfObject(b))) return undefined;
  if (a.unrendered !== undefined || b.unrendered !== undefined) return undefined;
  if (a.manifest.file === b.manifest.file) return 'certain';
  if (a.name === b.name) return sharesFolder(a, b) ? 'likely' : undefined;
  return sharesFolder(a, b) ? 'certain' : 'likely';
}
