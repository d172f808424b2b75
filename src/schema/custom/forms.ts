import type { JsonValue, Path } from '../../base/json.ts';
import { areRelated, placeOfProblem } from '../problems.ts';
import type { KnownForm, KnownKind } from './known.ts';
import { problemsOfSchema } from './problems.ts';

/** Whether a release has something against a place, or what is around or below it. */
export function isRefusedAt(value: JsonValue, { schema }: KnownForm, place: Path): boolean {
  return (problemsOfSchema(value, schema) ?? []).some((problem) =>
    areRelated(placeOfProblem(problem), place),
  );
}

/** `Gateway API 1.6`. */
export function releaseName({ project }: KnownKind, { releases: [newest = ''] }: KnownForm): string {
  return `${project} ${newest}`;
}

/** `any release of Gateway API from 1.0 to 1.6`; of a kind that only one has, that one. */
export function allReleases(known: KnownKind): string {
  const all = new Set(known.forms.flatMap(({ releases }) => releases.map((one) => one.split(' ')[0] ?? one)));
  const ordered = [...all].sort(byVersion);
  const [first = '', last = first] = [ordered[0], ordered.at(-1)];
  return first === last
    ? `${known.project} ${first}`
    : `any release of ${known.project} from ${first} to ${last}`;
}

function byVersion(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  const at = (a ?? []).findIndex((part, index) => part !== b?.[index]);
  return at < 0 ? 0 : (a?.[at] ?? 0) - (b?.[at] ?? 0);
}
