import { derived } from '../../base/derived.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';
import { declaredPorts, servingContainers } from './service.ts';
import type { ServicePort } from './service.ts';

/** What pods declare, told once for all Services in front of them: asked by name, number and protocol, not pod by pod. */
export interface Declared {
  readonly ports: readonly ContainerPort[];
  /** By name, of any protocol. */
  readonly named: ReadonlyMap<string, readonly ContainerPort[]>;
  /** By name, of init containers that end before the pod serves. */
  readonly onInit: ReadonlyMap<string, ContainerPort>;
  /** By `protocolKey` of a number and a protocol: who declares it. */
  readonly byNumber: ReadonlyMap<string, readonly Pod[]>;
  /** By `protocolKey` of a name and a protocol: the pods on which it leads to a number. */
  readonly byName: ReadonlyMap<string, readonly Pod[]>;
}

export function protocolKey(target: number | string | undefined, protocol: string): string {
  return `${typeof target} ${String(target)} ${protocol}`;
}

export function declaredOn(pods: readonly Pod[]): Declared {
  return derived(pods, 'declared ports', () => {
    const ports: ContainerPort[] = [];
    const named = new Map<string, ContainerPort[]>();
    const onInit = new Map<string, ContainerPort>();
    const byNumber = new Map<string, Pod[]>();
    const byName = new Map<string, Pod[]>();
    const put = (map: Map<string, Pod[]>, key: string, pod: Pod): void => {
      const list = map.get(key);
      if (list === undefined) map.set(key, [pod]);
      else if (list.at(-1) !== pod) list.push(pod);
    };
    for (const pod of pods) {
      // Of several ports of one name and protocol the first one counts.
      const names = new Set<string>();
      for (const one of declaredPorts(pod)) {
        const { name, port, protocol } = one;
        ports.push(one);
        const list = named.get(name);
        if (list === undefined) named.set(name, [one]);
        else list.push(one);
        if (port !== undefined) put(byNumber, protocolKey(port, protocol), pod);
        const key = protocolKey(name, protocol);
        if (port !== undefined && !names.has(key)) put(byName, key, pod);
        names.add(key);
      }
      const serving = new Set(servingContainers(pod));
      for (const container of pod.containers)
        if (!serving.has(container))
          for (const one of container.ports) if (!onInit.has(one.name)) onInit.set(one.name, one);
    }
    return { ports, named, onInit, byNumber, byName };
  });
}

/** The numbers of the ports of a protocol. */
export function numbersOf(pods: readonly Pod[], wanted: string): ReadonlySet<number | undefined> {
  return derived(
    pods,
    `numbers ${wanted}`,
    () =>
      new Set(declaredOn(pods).ports.flatMap(({ port, protocol }) => (protocol === wanted ? [port] : []))),
  );
}

/** Whether a Service port lands on what some of the pods declare. */
export function leadsToDeclared(pods: readonly Pod[], { targetPort, protocol }: ServicePort): boolean {
  const { byNumber, byName } = declaredOn(pods);
  return (typeof targetPort === 'number' ? byNumber : byName).has(protocolKey(targetPort, protocol));
}
