import type { Path } from '../base/json.ts';
import type { Resource } from '../resource/resource.ts';
import { validatorOf } from './validators.ts';
import type { CustomVersion } from './crd.ts';
import { allReleases, isRefusedAt, releaseName } from './custom/forms.ts';
import { problemsOfAll, problemsOfSchema } from './custom/problems.ts';
import { knownKind } from './custom/known.ts';
import type { KnownKind } from './custom/known.ts';
import { guideOf } from './guide.ts';
import { kindCalled, schemaVersion } from './kinds.ts';
import { problemsIn } from './problems.ts';
import type { Problem } from './problems.ts';

/** What is wrong with the structure of an object, and who says so. */
export interface Judgement {
  readonly problems: readonly Problem[];
  /** `Kubernetes 1.34`, `Gateway API 1.6`, `its definition`. */
  readonly by: string;
  /** Of a version of Kubernetes without schemas, which is held to the newest. */
  readonly assumed: boolean;
  /** The definition in the input. */
  readonly definition?: Resource;
  /** Of a custom resource that is known without one. */
  readonly releases?: Releases;
}

/** What the releases of a project say of one object. */
export interface Releases {
  /** `any release of Gateway API from 1.0 to 1.6`. */
  readonly all: () => string;
  /** The newest release that has nothing against a place that the newest of all refuses; undefined where all refuse it. */
  readonly takenBy: (place: Path) => string | undefined;
}

/**
 * Judges an object by the schema of its kind: of the API server, of the definition in the input (in how many copies ever), or of
 * the releases that are known. Undefined where there is none.
 */
export function judge(
  { apiVersion, kind, value }: Pick<Resource, 'apiVersion' | 'kind' | 'value'>,
  minor: number,
  copies: readonly CustomVersion[],
): Judgement | undefined {
  const own = validatorOf(apiVersion, kind, minor);
  const found = kindCalled(apiVersion, kind);
  if (own !== undefined && found !== undefined) {
    const version = schemaVersion(minor);
    const problems = problemsIn(value, own, guideOf(found.definition, version));
    return { problems, by: `Kubernetes 1.${version}`, assumed: version !== minor };
  }
  const [written] = copies;
  if (written !== undefined) {
    const problems = problemsOfAll(value, copies);
    const by = copies.length === 1 ? 'its definition' : 'any copy of its definition';
    return problems && { problems, by, assumed: false, definition: written.definition };
  }
  const known = knownKind(apiVersion, kind);
  return known === undefined ? undefined : judgeKnown(value, known);
}

/** What the newest release takes is taken: older ones are not asked. */
function judgeKnown(value: Resource['value'], known: KnownKind): Judgement | undefined {
  const [newest, ...older] = known.forms;
  if (newest === undefined) return undefined;
  return {
    problems: problemsOfSchema(value, newest.schema) ?? [],
    by: releaseName(known, newest),
    assumed: false,
    releases: {
      all: () => allReleases(known),
      takenBy: (place) => {
        const form = older.find((one) => !isRefusedAt(value, one, place));
        return form === undefined ? undefined : releaseName(known, form);
      },
    },
  };
}
