import { objectOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import { keptChanges } from './kept.ts';
import type { Change } from './kept.ts';

/** The template and the number of completions (k/k pkg/apis/batch/validation ValidateJobSpecUpdate). */
export function jobChanges(before: Resource, after: Resource): readonly Change[] {
  const [old, current] = [objectOf(before.value.spec), objectOf(after.value.spec)];
  return [...template(old, current), ...completions(old, current)];
}

function template(old: JsonObject, current: JsonObject): readonly Change[] {
  // It removes itself when it has ended.
  if (old.ttlSecondsAfterFinished !== undefined) return [];
  const changes = keptChanges(old.template, current.template, ['spec', 'template']);
  return old.suspend === true ? changes.filter(({ path }) => !isOpenWhileSuspended(path)) : changes;
}

/** What a queue may still set before the Job has started (validatePodTemplateUpdate); resources from Kubernetes 1.35 on. */
function isOpenWhileSuspended(path: Path): boolean {
  const [, , part, field] = path;
  if (part === 'metadata') return true;
  return (
    ['nodeSelector', 'tolerations', 'schedulingGates', 'affinity'].includes(String(field)) ||
    path.includes('resources')
  );
}

function completions(old: JsonObject, current: JsonObject): readonly Change[] {
  const [was, is] = [completionsOf(old), completionsOf(current)];
  if (was === is) return [];
  // An indexed Job may be made longer or shorter, if it runs all of its pods at a time.
  if (current.completionMode === 'Indexed' && is !== undefined && (current.parallelism ?? 1) === is)
    return [];
  return [{ path: ['spec', 'completions'], before: was, after: is }];
}

/** pkg/apis/batch/v1/defaults.go SetDefaults_Job. */
function completionsOf({ completions, parallelism }: JsonObject): JsonValue | undefined {
  return completions ?? ((parallelism ?? undefined) === undefined ? 1 : undefined);
}
