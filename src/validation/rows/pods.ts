import { isList, isObject, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { dnsSubdomainProblem } from '../../resource/syntax.ts';
import { format } from '../forms/format.ts';
import { dnsLabel, dnsSubdomain, qualifiedName } from '../forms/names.ts';
import { atLeast, between, quantity } from '../forms/number.ts';
import { exactlyOne, forbids, given, has, isSet, needs } from '../forms/presence.ts';
import { atMost, uniqueBy } from '../forms/list.ts';
import { oneOf } from '../forms/supported.ts';
import { ip } from '../forms/texts.ts';
import { is } from '../statement.ts';
import type { Table } from '../statement.ts';
import type { Visit } from '../visit.ts';
import { containerResource } from './resources.ts';

const hostName = format((text) => dnsSubdomainProblem(text), 'refused');

/** Since RelaxedDNSSearchValidation (1.34) a search domain may be a dot, end with one, and have underscores. */
const searchDomain = format((text) => {
  if (text === '.') return undefined;
  const name = text.replace(/\.$/, '');
  return name.split('.').every((label) => /^[a-z0-9_](?:[-_a-z0-9]*[a-z0-9_])?$/.test(label))
    ? undefined
    : 'is no DNS name';
}, 'refused');

const sysctlName = format((text) =>
  text.length <= 253 &&
  /^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:[./][a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*$/.test(text)
    ? undefined
    : 'is no name of a kernel parameter such as net.core.somaxconn',
);

const groupId = between(0, 2 ** 31 - 1);

export const PODS: readonly Table[] = [
  {
    of: 'PodTemplateSpec',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidatePodTemplateSpec',
    statements: [
      // Labels have a rule of their own, which custom resources share.
      ['metadata.annotations', profileAnnotations],
      ['', needs('spec')],
      ['spec', is('PodSpec'), forbids('in a pod template', 'ephemeralContainers')],
    ],
  },
  {
    of: 'Pod',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidatePodCreate',
    statements: [
      ['', has('spec')],
      ['metadata.annotations', profileAnnotations],
      ['spec', priorityOfClass],
      [
        'spec',
        is('PodSpec'),
        forbids('when a Pod is made: they are added to one that runs', 'ephemeralContainers'),
      ],
    ],
  },
  {
    of: 'PodTemplate',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidatePodTemplate',
    statements: [['template', is('PodTemplateSpec')]],
  },
  {
    of: 'PodSpec',
    source: 'kubernetes pkg/apis/core/validation/validation.go ValidatePodSpec',
    statements: [
      ['', needs('containers')],
      ['containers[*]', is('MainContainer')],
      ['initContainers[*]', is('InitContainer')],
      ['initContainers[*].restartPolicy', oneOf(['Always', 'Never', 'OnFailure'], 'refused')],
      ['volumes[*]', is('Volume')],
      ['restartPolicy', oneOf(['Always', 'OnFailure', 'Never'])],
      ['activeDeadlineSeconds', between(1, 2 ** 31 - 1)],
      ['dnsPolicy', oneOf(['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'])],
      ['nodeSelector', is('MapSelector')],
      ['serviceAccountName', dnsSubdomain],
      ['nodeName', dnsSubdomain],
      ['hostname', dnsLabel],
      ['subdomain', dnsLabel],
      ['priorityClassName', dnsSubdomain],
      ['runtimeClassName', format((text) => dnsSubdomainProblem(text), 'refused')],
      ['preemptionPolicy', oneOf(['PreemptLowerPriority', 'Never'])],
      ['os', needs('name')],
      ['os.name', oneOf(['linux', 'windows'])],
      ['overhead{key}', containerResource],
      ['overhead{*}', quantity('not negative')],
      ['hostAliases[*].ip', format((text) => (text === '' ? 'is no IP address' : undefined), 'refused'), ip],
      ['hostAliases[*]', needs('ip')],
      ['hostAliases[*].hostnames[*]', hostName],
      ['dnsConfig.nameservers', atMost(3)],
      [
        'dnsConfig.nameservers[*]',
        format((text) => (text === '' ? 'is no IP address' : undefined), 'refused'),
        ip,
      ],
      ['dnsConfig.searches', atMost(32)],
      ['dnsConfig.searches[*]', searchDomain],
      ['dnsConfig.options[*]', needs('name')],
      ['readinessGates[*]', needs('conditionType')],
      ['readinessGates[*].conditionType', qualifiedName],
      ['schedulingGates', uniqueBy(['name'])],
      ['schedulingGates[*]', needs('name')],
      ['schedulingGates[*].name', qualifiedName],
      ['tolerations[*]', is('Toleration')],
      ['topologySpreadConstraints', uniqueBy(['topologyKey', 'whenUnsatisfiable'])],
      ['topologySpreadConstraints[*]', is('SpreadConstraint')],
      ['affinity', is('Affinity')],
      ['resourceClaims', uniqueBy(['name'])],
      ['resourceClaims[*]', needs('name'), exactlyOne('resourceClaimName', 'resourceClaimTemplateName')],
      ['resourceClaims[*].name', dnsLabel],
      ['resourceClaims[*].resourceClaimName', dnsSubdomain],
      ['resourceClaims[*].resourceClaimTemplateName', dnsSubdomain],
      ['securityContext.runAsUser', groupId],
      ['securityContext.runAsGroup', groupId],
      ['securityContext.fsGroup', groupId],
      ['securityContext.supplementalGroups[*]', groupId],
      ['securityContext.fsGroupChangePolicy', oneOf(['OnRootMismatch', 'Always'])],
      ['securityContext.supplementalGroupsPolicy', oneOf(['Merge', 'Strict'])],
      ['securityContext.sysctls', uniqueBy(['name'])],
      ['securityContext.sysctls[*]', needs('name')],
      ['securityContext.sysctls[*].name', sysctlName],
      ['', hostSysctls],
      ['securityContext.seccompProfile', is('SeccompProfile')],
      ['securityContext.appArmorProfile', is('AppArmorProfile')],
      ['', hostPorts, sleepInTime, unmaskedProc],
    ],
  },
  {
    of: 'SpreadConstraint',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateTopologySpreadConstraints',
    statements: [
      ['', needs('topologyKey', 'whenUnsatisfiable')],
      ['maxSkew', atLeast(1)],
      ['topologyKey', qualifiedName],
      ['whenUnsatisfiable', oneOf(['DoNotSchedule', 'ScheduleAnyway'])],
      ['minDomains', atLeast(1)],
      [
        '',
        given(
          'whenUnsatisfiable',
          ['ScheduleAnyway'],
          forbids('unless whenUnsatisfiable is DoNotSchedule', 'minDomains'),
        ),
      ],
      ['nodeAffinityPolicy', oneOf(['Honor', 'Ignore'], 'refused')],
      ['nodeTaintsPolicy', oneOf(['Honor', 'Ignore'], 'refused')],
      ['labelSelector', is('LabelSelector')],
      ['matchLabelKeys[*]', qualifiedName],
      ['', keysOfSelector],
    ],
  },
  {
    of: 'Affinity',
    source: 'kubernetes pkg/apis/core/validation/validation.go validateAffinity',
    statements: [
      ['nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution', is('NodeSelector')],
      ['nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[*].weight', between(1, 100)],
      ['nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[*].preference', is('NodeSelectorTerm')],
      ['podAffinity', is('PodAffinity')],
      ['podAntiAffinity', is('PodAffinity')],
    ],
  },
  {
    of: 'PodAffinity',
    source:
      'kubernetes pkg/apis/core/validation/validation.go validatePodAffinityTerm, validateWeightedPodAffinityTerms',
    statements: [
      ['requiredDuringSchedulingIgnoredDuringExecution[*]', is('PodAffinityTerm')],
      ['preferredDuringSchedulingIgnoredDuringExecution[*]', needs('podAffinityTerm')],
      ['preferredDuringSchedulingIgnoredDuringExecution[*].weight', between(1, 100)],
      ['preferredDuringSchedulingIgnoredDuringExecution[*].podAffinityTerm', is('PodAffinityTerm')],
    ],
  },
  {
    of: 'PodAffinityTerm',
    source: 'kubernetes pkg/apis/core/validation/validation.go validatePodAffinityTerm',
    statements: [
      ['', needs('topologyKey')],
      ['topologyKey', qualifiedName],
      ['labelSelector', is('LabelSelector')],
      ['namespaceSelector', is('LabelSelector')],
      ['namespaces[*]', dnsLabel],
      ['matchLabelKeys[*]', qualifiedName],
      ['mismatchLabelKeys[*]', qualifiedName],
      ['', keysOfSelector],
    ],
  },
];

/** Annotations of former versions, which are read all the same (ValidateSeccompPodAnnotations, ValidateAppArmorPodAnnotations). */
function profileAnnotations(annotations: JsonValue, visit: Visit): void {
  for (const [key, value] of Object.entries(objectOf(annotations))) {
    if (typeof value !== 'string') continue;
    const isSeccomp =
      key === 'seccomp.security.alpha.kubernetes.io/pod' ||
      key.startsWith('container.seccomp.security.alpha.kubernetes.io/');
    const isAppArmor = key.startsWith('container.apparmor.security.beta.kubernetes.io/');
    if (!isSeccomp && !isAppArmor) continue;
    const isKnown = /^(?:runtime\/default|unconfined|localhost\/.+)$/.test(value);
    if (isKnown || (isSeccomp ? value === 'docker/default' : value === '')) continue;
    visit.report(
      { form: 'supported', value, problem: 'is none of runtime/default, unconfined, localhost/<profile>' },
      [key],
    );
  }
}

/** Keys are taken from the pod's own labels, and only beside a selector that does not speak of them. */
function keysOfSelector(term: JsonValue, visit: Visit): void {
  if (!isObject(term)) return;
  for (const field of ['matchLabelKeys', 'mismatchLabelKeys']) {
    if (isSet(term[field]) && !isObject(term.labelSelector))
      visit.report({ form: 'forbidden', part: 'key', problem: 'needs a labelSelector, which is not set' }, [
        field,
      ]);
  }
  const keys = listOf(term.matchLabelKeys);
  listOf(term.mismatchLabelKeys).forEach((key, index) => {
    if (keys.includes(key))
      visit.report({ form: 'exclusive', value: key, problem: 'is in matchLabelKeys, too' }, [
        'mismatchLabelKeys',
        index,
      ]);
  });
}

/** Parameters of the network or of IPC, where the pod has those of its node. */
function hostSysctls(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec)) return;
  listOf(objectOf(spec.securityContext).sysctls).forEach((entry, index) => {
    const name = stringOf(objectOf(entry).name)?.replace(/\//g, '.');
    const field =
      name === undefined
        ? undefined
        : name.startsWith('net.')
          ? 'hostNetwork'
          : /^(?:kernel\.shm|kernel\.msg|kernel\.sem$|fs\.mqueue\.)/.test(name)
            ? 'hostIPC'
            : undefined;
    if (field === undefined || spec[field] !== true) return;
    visit.report(
      {
        form: 'exclusive',
        value: name ?? null,
        problem: `is one of the node, and may not be set with ${field}: true`,
      },
      ['securityContext', 'sysctls', index, 'name'],
    );
  });
}

/** Nobody sleeps longer than there is time to stop (validateSleepAction): 30 seconds if nothing is said. */
function sleepInTime(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec)) return;
  const grace = spec.terminationGracePeriodSeconds ?? 30;
  if (typeof grace !== 'number') return;
  for (const field of ['containers', 'initContainers'])
    listOf(spec[field]).forEach((container, index) => {
      for (const hook of ['preStop', 'postStart']) {
        const { seconds } = objectOf(objectOf(objectOf(objectOf(container).lifecycle)[hook]).sleep);
        if (typeof seconds === 'number' && seconds > grace)
          visit.report(
            {
              form: 'range',
              value: seconds,
              problem: `must be at most terminationGracePeriodSeconds, which is ${grace}`,
            },
            [field, index, 'lifecycle', hook, 'sleep', 'seconds'],
          );
      }
    });
}

/** A process sees all of /proc only in a user namespace of its pod (validateHostUsers, ValidateSecurityContext). */
function unmaskedProc(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec) || spec.hostUsers === false) return;
  for (const field of ['containers', 'initContainers'])
    listOf(spec[field]).forEach((container, index) => {
      const { procMount } = objectOf(objectOf(container).securityContext);
      if (procMount === 'Unmasked')
        visit.report({ form: 'forbidden', value: procMount, problem: 'needs hostUsers: false in the pod' }, [
          field,
          index,
          'securityContext',
          'procMount',
        ]);
    });
}

/** The server takes the number from the class, and refuses another (plugin/pkg/admission/priority admission.go admitPod). */
function priorityOfClass(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec) || typeof spec.priority !== 'number') return;
  const name = stringOf(spec.priorityClassName) ?? '';
  // Of a class that is not of the system, only the cluster knows the value.
  const wanted = name === '' ? 0 : SYSTEM_CLASSES.get(name);
  if (wanted === undefined || spec.priority === wanted) return;
  visit.report(
    {
      form: 'forbidden',
      value: spec.priority,
      problem: `is set by hand, and the server takes ${wanted} from ${name === '' ? 'a Pod without a priorityClassName' : name}`,
    },
    ['priority'],
  );
}

const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

/** A port of the node is taken once (checkHostPortConflicts). */
function hostPorts(spec: JsonValue, visit: Visit): void {
  if (!isObject(spec)) return;
  const seen = new Map<string, Path>();
  for (const field of ['containers', 'initContainers']) {
    listOf(spec[field]).forEach((container, index) => {
      // Init containers that end give their ports back.
      if (field === 'initContainers' && objectOf(container).restartPolicy !== 'Always') return;
      const { ports } = objectOf(container);
      if (!isList(ports)) return;
      ports.forEach((entry, at) => {
        const { hostPort, hostIP = '', protocol = 'TCP' } = objectOf(entry);
        if (typeof hostPort !== 'number' || hostPort === 0) return;
        const key = JSON.stringify([hostPort, hostIP, protocol]);
        const place = [field, index, 'ports', at, 'hostPort'];
        const first = seen.get(key);
        if (first === undefined) seen.set(key, visit.pathTo(place));
        else
          visit.report(
            {
              form: 'repeated',
              value: hostPort,
              problem: 'is taken by another port of the pod',
              other: { path: first, message: 'the first one is here' },
            },
            place,
          );
      });
    });
  }
}
