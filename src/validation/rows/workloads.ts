import { isObject, objectOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { dnsLabel } from '../forms/names.ts';
import { atLeast, numberOrPercent } from '../forms/number.ts';
import { atMostOne, forbids, given, givenOther, has, isSet, needs } from '../forms/presence.ts';
import { oneOf } from '../forms/supported.ts';
import { is } from '../statement.ts';
import type { Judge, Table } from '../statement.ts';
import type { Visit } from '../visit.ts';

const notUpdated = forbids('unless the type is RollingUpdate', 'rollingUpdate');

/** Templates of what keeps running have no deadline. */
const keepsRunning: readonly Judge[] = [
  forbids('in a template of pods that keep running', 'activeDeadlineSeconds'),
];

/** Neither may be nothing, if the other is: no pod could ever be replaced. */
function bothZero(update: JsonValue, visit: Visit): void {
  if (!isObject(update)) return;
  const isZero = (value: JsonValue | undefined): boolean => value === 0 || value === '0%';
  if (isZero(update.maxUnavailable) && isZero(update.maxSurge))
    visit.report(
      {
        form: 'range',
        value: update.maxUnavailable ?? null,
        problem: 'must be more than 0 where maxSurge is 0: no pod could be replaced',
        other: { path: visit.pathTo(['maxSurge']), message: 'maxSurge is 0' },
      },
      ['maxUnavailable'],
    );
}

/** A DaemonSet replaces a pod either before or after the old one is gone. */
function eitherWay(update: JsonValue, visit: Visit): void {
  if (!isObject(update)) return;
  const { maxUnavailable, maxSurge } = update;
  const isNothing = (value: JsonValue | undefined): boolean =>
    value === undefined || value === null || value === 0 || value === '0%' || value === '0';
  const unavailable = maxUnavailable ?? 1;
  if (isNothing(unavailable) && isNothing(maxSurge))
    visit.report(
      { form: 'required', problem: 'must be more than 0 where maxSurge is 0: no pod could be replaced' },
      ['maxUnavailable'],
    );
  if (!isNothing(unavailable) && !isNothing(maxSurge))
    visit.report(
      {
        form: 'exclusive',
        value: maxSurge ?? null,
        problem: `may not be set where maxUnavailable is ${JSON.stringify(unavailable)}${maxUnavailable === undefined ? ', the default' : ''}`,
      },
      ['maxSurge'],
    );
}

const replicas = atLeast(0);

export const WORKLOADS: readonly Table[] = [
  {
    of: 'apps/Deployment',
    source:
      'kubernetes pkg/apis/apps/validation/validation.go ValidateDeploymentSpec, ValidateRollingUpdateDeployment',
    statements: [
      ['', has('spec')],
      ['spec', needs('template'), has('selector')],
      ['spec.replicas', replicas],
      ['spec.minReadySeconds', atLeast(0)],
      ['spec.revisionHistoryLimit', atLeast(0)],
      ['spec.progressDeadlineSeconds', atLeast(0)],
      ['spec', deadlineAfterReady],
      ['spec.selector', is('LabelSelector')],
      ['spec.template', is('PodTemplateSpec')],
      ['spec.template.spec', ...keepsRunning],
      ['spec.strategy.type', oneOf(['RollingUpdate', 'Recreate'])],
      ['spec.strategy', given('type', ['Recreate'], notUpdated)],
      ['spec.strategy.rollingUpdate', bothZero],
      ['spec.strategy.rollingUpdate.maxUnavailable', numberOrPercent(100)],
      ['spec.strategy.rollingUpdate.maxSurge', numberOrPercent(Infinity)],
    ],
  },
  {
    of: 'apps/ReplicaSet',
    source: 'kubernetes pkg/apis/apps/validation/validation.go ValidateReplicaSetSpec',
    statements: [
      ['', has('spec')],
      ['spec', needs('template'), has('selector')],
      ['spec.replicas', replicas],
      ['spec.minReadySeconds', atLeast(0)],
      ['spec.selector', is('LabelSelector')],
      ['spec.template', is('PodTemplateSpec')],
      ['spec.template.spec', ...keepsRunning],
    ],
  },
  {
    of: 'ReplicationController',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateReplicationControllerSpec',
    statements: [
      ['', has('spec')],
      ['spec', has('template')],
      ['spec', controllerSelector],
      ['spec.replicas', replicas],
      ['spec.minReadySeconds', atLeast(0)],
      ['spec.selector', is('MapSelector')],
      ['spec.template', is('PodTemplateSpec')],
      ['spec.template.spec', ...keepsRunning],
    ],
  },
  {
    of: 'apps/StatefulSet',
    source: 'kubernetes pkg/apis/apps/validation/validation.go ValidateStatefulSetSpec',
    statements: [
      ['', has('spec')],
      ['spec', needs('template'), has('selector')],
      ['spec.replicas', replicas],
      ['spec.minReadySeconds', atLeast(0)],
      ['spec.revisionHistoryLimit', atLeast(0)],
      ['spec.ordinals.start', atLeast(0)],
      ['spec.serviceName', dnsLabel],
      ['spec.podManagementPolicy', oneOf(['OrderedReady', 'Parallel'])],
      ['spec.updateStrategy.type', oneOf(['RollingUpdate', 'OnDelete'])],
      ['spec.updateStrategy', given('type', ['OnDelete'], notUpdated)],
      ['spec.updateStrategy.rollingUpdate.partition', atLeast(0)],
      ['spec.updateStrategy.rollingUpdate.maxUnavailable', numberOrPercent(100)],
      ['spec.persistentVolumeClaimRetentionPolicy.whenDeleted', oneOf(['Retain', 'Delete'])],
      ['spec.persistentVolumeClaimRetentionPolicy.whenScaled', oneOf(['Retain', 'Delete'])],
      ['spec.selector', is('LabelSelector')],
      ['spec.template', is('PodTemplateSpec')],
      ['spec.template.spec', ...keepsRunning],
      ['spec.volumeClaimTemplates[*]', namedClaim],
      ['spec.volumeClaimTemplates[*].spec', is('ClaimSpec')],
    ],
  },
  {
    of: 'apps/DaemonSet',
    source:
      'kubernetes pkg/apis/apps/validation/validation.go ValidateDaemonSetSpec, ValidateRollingUpdateDaemonSet',
    statements: [
      ['', has('spec')],
      ['spec', needs('template'), has('selector')],
      ['spec.minReadySeconds', atLeast(0)],
      ['spec.revisionHistoryLimit', atLeast(0)],
      ['spec.selector', is('LabelSelector')],
      ['spec.template', is('PodTemplateSpec')],
      ['spec.template.spec', ...keepsRunning],
      ['spec.updateStrategy.type', oneOf(['RollingUpdate', 'OnDelete'])],
      ['spec.updateStrategy', givenOther('type', ['OnDelete'], updateOfDaemons, 'RollingUpdate')],
      ['spec.updateStrategy.rollingUpdate.maxUnavailable', numberOrPercent(100)],
      ['spec.updateStrategy.rollingUpdate.maxSurge', numberOrPercent(100)],
    ],
  },
  {
    of: 'policy/PodDisruptionBudget',
    source: 'kubernetes pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudgetSpec',
    statements: [
      ['spec', atMostOne('minAvailable', 'maxUnavailable')],
      ['spec.minAvailable', numberOrPercent(100), notBlank],
      ['spec.maxUnavailable', numberOrPercent(100), notBlank],
      ['spec.selector', is('LabelSelector')],
      ['spec.unhealthyPodEvictionPolicy', oneOf(['IfHealthyBudget', 'AlwaysAllow'], 'refused')],
    ],
  },
];

function notBlank(value: JsonValue, visit: Visit): void {
  if (value === '') numberOrPercent(100)('""', visit);
}

function updateOfDaemons(strategy: JsonValue, visit: Visit): void {
  const update = objectOf(strategy).rollingUpdate;
  if (update === undefined || update === null) return;
  visit.enter('rollingUpdate', update);
  eitherWay(update, visit);
  visit.leave();
}

/** The volume of the pods is named after the template. */
function namedClaim(template: JsonValue, visit: Visit): void {
  if (!isSet(objectOf(objectOf(template).metadata).name))
    visit.report({ form: 'required', problem: 'is required: it names the volume of the pods' }, [
      'metadata',
      'name',
    ]);
}

/** What is not ready after the deadline cannot become ready (ValidateDeploymentSpec): 600 seconds if nothing is said. */
function deadlineAfterReady(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec)) return;
  const { minReadySeconds = 0, progressDeadlineSeconds } = spec;
  const deadline = progressDeadlineSeconds ?? 600;
  if (typeof minReadySeconds !== 'number' || typeof deadline !== 'number' || minReadySeconds < 0) return;
  if (deadline > minReadySeconds) return;
  const isDefault = progressDeadlineSeconds === undefined || progressDeadlineSeconds === null;
  visit.report(
    {
      form: 'order',
      value: deadline,
      problem: `must be more than minReadySeconds, which is ${minReadySeconds}${isDefault ? '; 600 is the default' : ''}`,
    },
    ['progressDeadlineSeconds'],
  );
}

/** Taken from the labels of the template if it is left out. */
function controllerSelector(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec) || Object.keys(objectOf(spec.selector)).length > 0) return;
  const labels = objectOf(objectOf(objectOf(spec.template).metadata).labels);
  if (Object.keys(labels).length === 0)
    visit.report(
      { form: 'required', problem: 'is required, as the template has no labels to take it from' },
      ['selector'],
    );
}
