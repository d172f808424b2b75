import type { TypeName } from '../../resource/kinds.ts';

/** Why the API server refuses, of a kind. */
export function reasonOf(type: TypeName): string {
  if (type === 'Pod')
    return 'it is immutable, since pod updates may only change images, shorten activeDeadlineSeconds, add tolerations and remove scheduling gates';
  if (type === 'apps/StatefulSet')
    return 'it is immutable, since updates of a StatefulSet may only change replicas, ordinals, template, updateStrategy, revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds';
  if (type === 'PersistentVolumeClaim')
    return 'it is immutable, since the spec of a claim is fixed but for requests that grow';
  return 'it is immutable';
}

/** How people get a change through that is refused. */
export function wayAround(type: TypeName): string {
  switch (type) {
    case 'batch/Job':
      return 'Give the Job a new name or a generateName, or delete the Job of before first.';
    case 'apps/StatefulSet':
      return 'Delete the StatefulSet with --cascade=orphan and create it again; expand existing claims one by one.';
    case 'PersistentVolumeClaim':
      return 'Make a claim of another name and copy the data, or leave the field as it was.';
    case 'ConfigMap':
    case 'Secret':
      return 'Give the new one a new name, or delete the object and create it again.';
    default:
      return 'Delete the object and create it again, give the new one a new name, or leave the field as it was.';
  }
}
