import { getAt, isList, isObject, listOf, numberOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, Path } from '../base/json.ts';
import type { Container } from './pod.ts';
import type { TypeName } from './kinds.ts';
import { stringMap } from './resource.ts';
import type { Labels, Resource } from './resource.ts';

/** Where the kinds of KubeVirt keep the machine: `metadata` and `spec` are below it. */
const TEMPLATES: ReadonlyMap<TypeName, Path> = new Map<TypeName, Path>([
  ['kubevirt.io/VirtualMachineInstance', []],
  ['kubevirt.io/VirtualMachine', ['spec', 'template']],
  ['kubevirt.io/VirtualMachineInstanceReplicaSet', ['spec', 'template']],
  ['pool.kubevirt.io/VirtualMachinePool', ['spec', 'virtualMachineTemplate', 'spec', 'template']],
]);

/** The pod that runs a virtual machine of KubeVirt. */
export interface Machine {
  readonly path: Path;
  readonly labels: Labels;
  /** Keys of which only the cluster knows the value. */
  readonly added: ReadonlySet<string>;
  readonly spec: JsonObject;
  /** One, which opens the ports that interfaces name. */
  readonly containers: readonly Container[];
  readonly replicas: number | undefined;
  /** False where the guest is only on networks beside that of pods. */
  readonly onPodNetwork: boolean;
}

export function isMachine({ type }: Resource): boolean {
  return TEMPLATES.has(type);
}

/**
 * Labels and ports as kubevirt pkg/virt-controller/services/template.go makes them (podLabels, and getPortsFromVMI of the
 * container compute).
 */
export function machineOf(resource: Resource): Machine | undefined {
  const path = TEMPLATES.get(resource.type);
  const template = path === undefined ? undefined : getAt(resource.value, path);
  if (path === undefined || !isObject(template) || !isObject(template.spec)) return undefined;
  const { spec } = template;
  const single = !SEVERAL.has(resource.kind);
  const name = { 'vm.kubevirt.io/name': stringOf(spec.hostname) ?? resource.name };
  return {
    path,
    labels: {
      ...stringMap(objectOf(template.metadata).labels),
      'kubevirt.io': 'virt-launcher',
      ...(single && resource.name !== '' ? name : {}),
    },
    added: new Set(['kubevirt.io/created-by', 'kubevirt.io/nodeName', ...(single ? [] : Object.keys(name))]),
    spec,
    containers: [computeOf(spec, [...path, 'spec'])],
    replicas: single ? 1 : (numberOf(objectOf(resource.value.spec).replicas) ?? 1),
    onPodNetwork: isOnPodNetwork(spec),
  };
}

const SEVERAL: ReadonlySet<string> = new Set(['VirtualMachineInstanceReplicaSet', 'VirtualMachinePool']);

function computeOf(spec: JsonObject, path: Path): Container {
  const at: Path = ['domain', 'devices', 'interfaces'];
  const ports = listOf(getAt(spec, at)).flatMap((one, i) =>
    listOf(objectOf(one).ports).map((entry, j) => {
      const port = objectOf(entry);
      return {
        path: [...path, ...at, i, 'ports', j],
        name: stringOf(port.name) ?? '',
        port: numberOf(port.port),
        protocol: stringOf(port.protocol) ?? 'TCP',
      };
    }),
  );
  return { path: [...path, 'domain'], name: 'compute', role: 'main', ports, value: {} };
}

/**
 * Without networks the pod network is attached (KubeVirt user guide "Interfaces and Networks", autoattachPodInterface); a
 * network of Multus that is the default one takes its place.
 */
function isOnPodNetwork(spec: JsonObject): boolean {
  const { networks } = spec;
  if (!isList(networks) || networks.length === 0)
    return getAt(spec, ['domain', 'devices', 'autoattachPodInterface']) !== false;
  return networks.some((entry) => {
    const { pod, multus } = objectOf(entry);
    return isObject(pod) || objectOf(multus).default === true;
  });
}
