import { getAt, isList, isObject, listOf, numberOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import type { Address } from '../base/addresses.ts';
import { isBuiltIn, groupOf } from './kinds.ts';
import { machineOf } from './machine.ts';
import type { Machine } from './machine.ts';
import { operatorPod } from './operator.ts';
import { addressesOfPod } from './pod-addresses.ts';
import { stringMap } from './resource.ts';
import type { Labels, Resource } from './resource.ts';
import type { LabelSet } from './selector.ts';

/** The pods that an object makes, or the pod that it is: one per pod template. */
export interface Pod extends LabelSet {
  readonly owner: Resource;
  /** From the owner's value to the template (or the Pod itself): `metadata` and `spec` are below it. */
  readonly path: Path;
  readonly namespace: string;
  readonly labels: Labels;
  readonly added: ReadonlySet<string>;
  readonly spec: JsonObject;
  readonly containers: readonly Container[];
  readonly hostNetwork: boolean;
  /** Undefined where the manifest does not say: an operator decides, or the number of nodes. */
  readonly replicas: number | undefined;
  /** Job and CronJob: the pods end, and are no endpoints from then on. */
  readonly runsToCompletion: boolean;
  /** False where an operator makes the pod and only its labels are known: nothing can be said of its containers. */
  readonly written: boolean;
  /** All that these pods have, where the input shows them running. */
  readonly addresses: readonly Address[] | undefined;
}

export interface Container {
  /** From the owner's value. */
  readonly path: Path;
  readonly name: string;
  /** `sidecar`: an init container with restartPolicy Always, which keeps running and counts for ports. */
  readonly role: 'main' | 'sidecar' | 'init';
  readonly ports: readonly ContainerPort[];
  readonly value: JsonObject;
}

export interface ContainerPort {
  readonly path: Path;
  /** Empty if it has none. */
  readonly name: string;
  readonly port: number | undefined;
  readonly protocol: string;
}

const JOB_LABELS: readonly string[] = [
  'job-name',
  'controller-uid',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
];

/** Where the built-in workload kinds keep their template, and the label keys that their controllers add (LS8). */
const WORKLOADS: ReadonlyMap<string, { readonly template: Path; readonly added: readonly string[] }> =
  new Map([
    ['Pod', { template: [], added: [] }],
    ['PodTemplate', { template: ['template'], added: [] }],
    ['ReplicationController', { template: ['spec', 'template'], added: [] }],
    ['apps/ReplicaSet', { template: ['spec', 'template'], added: [] }],
    ['apps/Deployment', { template: ['spec', 'template'], added: ['pod-template-hash'] }],
    [
      'apps/DaemonSet',
      { template: ['spec', 'template'], added: ['controller-revision-hash', 'pod-template-generation'] },
    ],
    [
      'apps/StatefulSet',
      {
        template: ['spec', 'template'],
        added: [
          'controller-revision-hash',
          'statefulset.kubernetes.io/pod-name',
          'apps.kubernetes.io/pod-index',
        ],
      },
    ],
    ['batch/Job', { template: ['spec', 'template'], added: JOB_LABELS }],
    ['batch/CronJob', { template: ['spec', 'jobTemplate', 'spec', 'template'], added: JOB_LABELS }],
  ]);

/** Every label key that some controller adds to pods: no selector on it can be judged by what is written. */
export const ADDED_KEYS: ReadonlySet<string> = new Set([
  ...[...WORKLOADS.values()].flatMap(({ added }) => added),
  'rollouts-pod-template-hash',
]);

export function podsOf(resource: Resource): readonly Pod[] {
  const workload = WORKLOADS.get(resource.type);
  if (workload !== undefined) {
    const template = getAt(resource.value, workload.template);
    return isObject(template) && isObject(template.spec)
      ? [podAt(resource, workload.template, template, new Set(workload.added))]
      : [];
  }
  if (isBuiltIn(groupOf(resource.apiVersion))) return [];
  const machine = machineOf(resource);
  if (machine !== undefined) return [machinePod(resource, machine)];
  const pods: Pod[] = [];
  findTemplates(resource, resource.value.spec, ['spec'], 0, pods);
  if (pods.length > 0) return pods;
  const labels = operatorPod(resource);
  return labels === undefined ? [] : [operatedPod(resource, labels)];
}

/** Nesting of templates in the custom resources that carry them: RayCluster has one at depth 4, TFJob at 4. */
const TEMPLATE_DEPTH = 7;

/**
 * Any custom resource may carry a pod template: an object with `spec.containers`, each with a name and an image or
 * command. That is what Rollout, Knative Service, RayCluster, PyTorchJob and the like have in common. Their
 * controllers add labels of their own, so the labels are open.
 */
function findTemplates(
  owner: Resource,
  value: JsonValue | undefined,
  path: Path,
  depth: number,
  found: Pod[],
): void {
  if (depth > TEMPLATE_DEPTH) return;
  if (isList(value)) {
    value.forEach((item, index) => {
      findTemplates(owner, item, [...path, index], depth + 1, found);
    });
    return;
  }
  if (!isObject(value)) return;
  if (looksLikeTemplate(value)) {
    found.push({ ...podAt(owner, path, value, ROLLOUT_LABELS), open: owner.type !== 'argoproj.io/Rollout' });
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'object' && entry !== null)
      findTemplates(owner, entry, [...path, key], depth + 1, found);
  }
}

const ROLLOUT_LABELS: ReadonlySet<string> = new Set(['rollouts-pod-template-hash', 'pod-template-hash']);

function looksLikeTemplate(value: JsonObject): boolean {
  const containers = objectOf(value.spec).containers;
  if (!isList(containers) || containers.length === 0) return false;
  return containers.every((entry) => {
    const container = objectOf(entry);
    return typeof container.image === 'string' || typeof container.name === 'string';
  });
}

function podAt(owner: Resource, path: Path, template: JsonObject, added: ReadonlySet<string>): Pod {
  const spec = objectOf(template.spec);
  return {
    owner,
    path,
    namespace: owner.namespace,
    labels: stringMap(objectOf(template.metadata).labels),
    added,
    spec,
    containers: [
      ...readContainers(spec.containers, [...path, 'spec', 'containers'], false),
      ...readContainers(spec.initContainers, [...path, 'spec', 'initContainers'], true),
    ],
    hostNetwork: spec.hostNetwork === true,
    replicas: replicasOf(owner),
    runsToCompletion: owner.type === 'batch/Job' || owner.type === 'batch/CronJob',
    written: true,
    addresses: addressesOfPod(owner),
  };
}

function operatedPod(owner: Resource, labels: Labels): Pod {
  return {
    owner,
    path: [],
    namespace: owner.namespace,
    labels,
    added: new Set(),
    open: true,
    spec: {},
    containers: [],
    hostNetwork: false,
    replicas: undefined,
    runsToCompletion: false,
    written: false,
    addresses: undefined,
  };
}

function machinePod(owner: Resource, { path, labels, added, spec, containers, replicas }: Machine): Pod {
  return {
    owner,
    path,
    namespace: owner.namespace,
    labels,
    added,
    spec,
    containers,
    hostNetwork: false,
    replicas,
    runsToCompletion: false,
    written: false,
    addresses: undefined,
  };
}

function replicasOf(owner: Resource): number | undefined {
  if (owner.type === 'Pod') return 1;
  if (owner.type === 'apps/DaemonSet') return undefined;
  const replicas = objectOf(owner.value.spec).replicas;
  if (replicas === undefined || replicas === null)
    return isBuiltIn(groupOf(owner.apiVersion)) ? 1 : undefined;
  return numberOf(replicas);
}

function readContainers(value: JsonValue | undefined, path: Path, init: boolean): readonly Container[] {
  return listOf(value).map((entry, index) => {
    const container = objectOf(entry);
    const at = [...path, index];
    return {
      path: at,
      name: stringOf(container.name) ?? '',
      role: !init ? 'main' : container.restartPolicy === 'Always' ? 'sidecar' : 'init',
      ports: readPorts(container.ports, [...at, 'ports']),
      value: container,
    };
  });
}

function readPorts(value: JsonValue | undefined, path: Path): readonly ContainerPort[] {
  return listOf(value).map((entry, index) => {
    const port = objectOf(entry);
    return {
      path: [...path, index],
      name: stringOf(port.name) ?? '',
      port: numberOf(port.containerPort),
      protocol: stringOf(port.protocol) ?? 'TCP',
    };
  });
}
