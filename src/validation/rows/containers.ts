import { isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { format } from '../forms/format.ts';
import { configKey, dnsLabel, dnsSubdomain, envName } from '../forms/names.ts';
import { between, portNumber } from '../forms/number.ts';
import { quantitiesNotAbove } from '../forms/order.ts';
import {
  atLeastOne,
  atMostOne,
  exactlyOne,
  forbids,
  given,
  givenOther,
  isSet,
  needs,
  whereSet,
} from '../forms/presence.ts';
import { uniqueBy } from '../forms/list.ts';
import { oneOf } from '../forms/supported.ts';
import { is } from '../statement.ts';
import type { Judge, Table } from '../statement.ts';
import type { Visit } from '../visit.ts';
import { resourceAmounts, containerResource, notOvercommitted } from './resources.ts';
import { fieldPath } from './volumes.ts';

/** Blanks around the name of an image are refused. */
const image = format((text) => (text === text.trim() ? undefined : 'begins or ends with a blank'));

/** `..` is no part of a path in a volume. */
const withoutBack = format((text) => (text.split('/').includes('..') ? 'may not have ".."' : undefined));

const subPath = format((text) => {
  if (text.startsWith('/')) return 'must not begin with a slash';
  return text.split('/').includes('..') ? 'may not have ".."' : undefined;
});

const userId = between(0, 2 ** 31 - 1);

/** Whoever may do everything cannot be kept from getting more rights. */
function escalation(context: JsonValue, visit: Visit): void {
  if (!isObject(context) || context.allowPrivilegeEscalation !== false) return;
  const added = listOf(objectOf(context.capabilities).add);
  const why =
    context.privileged === true
      ? 'privileged: true'
      : added.includes('CAP_SYS_ADMIN')
        ? 'the capability CAP_SYS_ADMIN'
        : undefined;
  if (why !== undefined)
    visit.report({ form: 'exclusive', value: false, problem: `excludes ${why}, which brings every right` }, [
      'allowPrivilegeEscalation',
    ]);
}

/** A profile of the node is named; other types have none. */
const localProfile: readonly Judge[] = [
  given('type', ['Localhost'], needs('localhostProfile')),
  givenOther('type', ['Localhost'], forbids('unless the type is Localhost', 'localhostProfile')),
];

/** Every container, and what it may not do if it is none of the main ones. */
export const CONTAINERS: readonly Table[] = [
  {
    of: 'Container',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateContainerCommon, validateContainers',
    statements: [
      ['', needs('name', 'image')],
      ['name', dnsLabel],
      ['image', image],
      ['imagePullPolicy', oneOf(['Always', 'IfNotPresent', 'Never'])],
      ['terminationMessagePolicy', oneOf(['File', 'FallbackToLogsOnError'])],
      ['ports', uniqueBy(['name'])],
      ['ports[*]', needs('containerPort')],
      ['ports[*].containerPort', portNumber],
      ['ports[*].hostPort', between(0, 65535)],
      ['ports[*].protocol', oneOf(['TCP', 'UDP', 'SCTP'])],
      ['env[*]', is('EnvVar')],
      ['envFrom[*]', exactlyOne('configMapRef', 'secretRef')],
      ['envFrom[*].prefix', envName],
      ['envFrom[*].configMapRef', needs('name')],
      ['envFrom[*].configMapRef.name', dnsSubdomain],
      ['envFrom[*].secretRef', needs('name')],
      ['envFrom[*].secretRef.name', dnsSubdomain],
      ['volumeMounts', uniqueBy(['mountPath'])],
      ['volumeMounts[*]', needs('name', 'mountPath'), atMostOne('subPath', 'subPathExpr'), recursion],
      ['volumeMounts[*].subPath', subPath],
      ['volumeMounts[*].subPathExpr', subPath],
      ['volumeMounts[*].mountPropagation', oneOf(['None', 'HostToContainer', 'Bidirectional'], 'refused')],
      ['volumeMounts[*].recursiveReadOnly', oneOf(['Disabled', 'Enabled', 'IfPossible'])],
      ['volumeDevices', uniqueBy(['name']), uniqueBy(['devicePath'])],
      ['volumeDevices[*]', needs('name', 'devicePath')],
      ['volumeDevices[*].devicePath', withoutBack],
      ['', mountsAndDevices],
      ['resources', is('Resources')],
      ['resizePolicy', uniqueBy(['resourceName'])],
      ['resizePolicy[*]', needs('resourceName', 'restartPolicy')],
      ['resizePolicy[*].resourceName', oneOf(['cpu', 'memory'])],
      ['resizePolicy[*].restartPolicy', oneOf(['NotRequired', 'RestartContainer'])],
      ['securityContext', is('SecurityContext')],
    ],
  },
  {
    of: 'MainContainer',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateContainers',
    statements: [
      ['', is('Container')],
      ['', is('Probed')],
    ],
  },
  {
    of: 'InitContainer',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateInitContainers',
    statements: [
      ['', is('Container')],
      ['', onlySidecars],
    ],
  },
  {
    of: 'Probed',
    source:
      'kubernetes pkg/apis/core/validation/validation.go validateLivenessProbe, validateReadinessProbe, validateStartupProbe, validateLifecycle',
    statements: [
      ['livenessProbe', is('LivenessProbe')],
      ['startupProbe', is('LivenessProbe')],
      ['readinessProbe', is('ReadinessProbe')],
      ['lifecycle.preStop', is('LifecycleHandler')],
      ['lifecycle.postStart', is('LifecycleHandler')],
    ],
  },
  {
    of: 'EnvVar',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateEnv, validateEnvVarValueFrom',
    statements: [
      ['', needs('name')],
      ['name', envName],
      [
        'valueFrom',
        atLeastOne('fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'),
      ],
      [
        'valueFrom',
        atMostOne('fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'),
      ],
      ['', whereSet('valueFrom', atMostOne('valueFrom', 'value'))],
      ['valueFrom.fieldRef', needs('fieldPath')],
      ['valueFrom.fieldRef.fieldPath', fieldPath],
      ['valueFrom.resourceFieldRef', is('EnvResourceField')],
      ['valueFrom.configMapKeyRef', needs('name', 'key')],
      ['valueFrom.configMapKeyRef.name', dnsSubdomain],
      ['valueFrom.configMapKeyRef.key', configKey],
      ['valueFrom.secretKeyRef', needs('name', 'key')],
      ['valueFrom.secretKeyRef.name', dnsSubdomain],
      ['valueFrom.secretKeyRef.key', configKey],
    ],
  },
  {
    of: 'Resources',
    source:
      'kubernetes pkg/apis/core/validation/validation.go validateContainerResources, ValidateResourceRequirements',
    statements: [
      ['limits{key}', containerResource],
      ['limits', resourceAmounts],
      ['requests{key}', containerResource],
      ['requests', resourceAmounts],
      ['', quantitiesNotAbove('requests', 'limits'), notOvercommitted],
      ['claims', uniqueBy(['name', 'request'])],
      ['claims[*]', needs('name'), declaredClaim],
    ],
  },
  {
    of: 'SecurityContext',
    source:
      'kubernetes pkg/apis/core/validation/validation.go ValidateSecurityContext, validateSeccompProfileField, ValidateAppArmorProfileField',
    statements: [
      ['', escalation],
      ['runAsUser', userId],
      ['runAsGroup', userId],
      ['procMount', oneOf(['Default', 'Unmasked'])],
      ['seccompProfile', is('SeccompProfile')],
      ['appArmorProfile', is('AppArmorProfile')],
    ],
  },
  {
    of: 'SeccompProfile',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateSeccompProfileField',
    statements: [
      ['', needs('type'), ...localProfile],
      ['type', oneOf(['Localhost', 'RuntimeDefault', 'Unconfined'])],
      ['localhostProfile', subPath],
    ],
  },
  {
    of: 'AppArmorProfile',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidateAppArmorProfileField',
    statements: [
      ['', needs('type'), ...localProfile],
      ['type', oneOf(['Localhost', 'RuntimeDefault', 'Unconfined'])],
    ],
  },
];

/** What an init container may have only if it keeps running. */
function onlySidecars(container: JsonValue, visit: Visit): void {
  if (!isObject(container)) return;
  if (container.restartPolicy === 'Always') {
    visit.judge('Probed', container);
    return;
  }
  for (const field of ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'])
    if (isSet(container[field]))
      visit.report(
        {
          form: 'forbidden',
          part: 'key',
          problem:
            'may not be set on an init container that ends: only restartPolicy Always makes it a sidecar',
        },
        [field],
      );
}

/** Recursive read-only mounts are read-only, and are not passed on. */
function recursion(mount: JsonValue, visit: Visit): void {
  if (!isObject(mount)) return;
  const { recursiveReadOnly: mode, readOnly, mountPropagation } = mount;
  if (mode !== 'Enabled' && mode !== 'IfPossible') return;
  if (readOnly !== true)
    visit.report({ form: 'forbidden', value: mode, problem: 'needs readOnly: true' }, ['recursiveReadOnly']);
  else if (mountPropagation !== undefined && mountPropagation !== null && mountPropagation !== 'None')
    visit.report({ form: 'forbidden', value: mode, problem: 'needs mountPropagation None, or none at all' }, [
      'recursiveReadOnly',
    ]);
}

/** A volume is mounted or a device, never both, and a path is one thing. */
function mountsAndDevices(container: JsonValue, visit: Visit): void {
  if (!isObject(container)) return;
  const mounts = listOf(container.volumeMounts).map(objectOf);
  listOf(container.volumeDevices).forEach((entry, index) => {
    const device = objectOf(entry);
    const byName = mounts.findIndex(({ name }) => isSame(name, device.name));
    if (byName >= 0)
      visit.report(clash('mounted, too', 'a volume is either mounted or a device'), [
        'volumeDevices',
        index,
        'name',
      ]);
    const byPath = mounts.findIndex(({ mountPath }) => isSame(mountPath, device.devicePath));
    if (byPath >= 0)
      visit.report(clash('the path of a mount, too', 'a path is one of the two'), [
        'volumeDevices',
        index,
        'devicePath',
      ]);
  });
}

function clash(what: string, why: string): { readonly form: 'exclusive'; readonly problem: string } {
  return { form: 'exclusive', problem: `is ${what}, and ${why}` };
}

function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return typeof one === 'string' && one !== '' && one === other;
}

/** A claim that a container uses is one of its pod. */
function declaredClaim(claim: JsonValue, visit: Visit): void {
  const name = stringOf(objectOf(claim).name);
  // From a claim: claims, resources, the container, the list of containers, the spec.
  const spec = objectOf(visit.above(5));
  if (name === undefined || name === '' || !isPodSpec(spec)) return;
  const names = listOf(spec.resourceClaims).map((one) => stringOf(objectOf(one).name));
  if (!names.includes(name))
    visit.report(
      { form: 'agreement', value: name, problem: 'is the name of none of the resourceClaims of the pod' },
      ['name'],
    );
}

function isPodSpec(value: JsonObject): boolean {
  return value.containers !== undefined;
}
