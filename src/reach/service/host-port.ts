import { getAt, numberOf, stringOf } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import type { Pod } from '../../resource/pod.ts';
import { servingContainers } from './service.ts';

/** A port of the node that a pod takes. */
export interface HostPort {
  readonly path: Path;
  readonly port: number;
  readonly protocol: string;
  /** Empty or `0.0.0.0`: every address of the node. */
  readonly address: string;
}

/**
 * With hostNetwork each declared container port is a port of the node (k/k pkg/apis/core/v1/defaults.go
 * defaultHostNetworkPorts); otherwise those with a hostPort are.
 */
export function hostPortsOf(pod: Pod, value: JsonObject): readonly HostPort[] {
  return servingContainers(pod).flatMap(({ ports }) =>
    ports.flatMap(({ path, port, protocol }): HostPort[] => {
      const written = numberOf(getAt(value, [...path, 'hostPort'])) ?? 0;
      const number = written !== 0 ? written : pod.hostNetwork ? port : undefined;
      if (number === undefined) return [];
      const at = written !== 0 ? 'hostPort' : 'containerPort';
      const address = stringOf(getAt(value, [...path, 'hostIP'])) ?? '';
      return [{ path: [...path, at], port: number, protocol, address }];
    }),
  );
}

/** Whether the scheduler refuses to put both on one node (k/k pkg/scheduler/framework/types.go CheckConflict). */
export function excludes(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return isEvery(a.address) || isEvery(b.address) || a.address === b.address;
}

function isEvery(address: string): boolean {
  return address === '' || address === '0.0.0.0';
}
