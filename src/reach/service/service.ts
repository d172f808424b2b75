import { someOf } from '../../base/some.ts';
import { listOf, numberOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, Path } from '../../base/json.ts';
import type { Container, ContainerPort, Pod } from '../../resource/pod.ts';
import type { Resource } from '../../resource/resource.ts';

/** A port of a Service with the API's defaults filled in (k/k pkg/apis/core/v1/defaults.go SetDefaults_Service). */
export interface ServicePort {
  /** From the Service's value to the entry of `spec.ports`. */
  readonly path: Path;
  /** Empty if it has none. */
  readonly name: string;
  readonly port: number | undefined;
  readonly protocol: string;
  /** A string never means a number: `"80"` is the name 80. */
  readonly targetPort: number | string | undefined;
  /** To `targetPort`, or to `port` where it is left out and equals it. */
  readonly targetPath: Path;
  readonly targetWritten: boolean;
  readonly nodePort: number | undefined;
}

export function specOf(resource: Resource): JsonObject {
  return objectOf(resource.value.spec);
}

export function servicePorts(service: Resource): readonly ServicePort[] {
  return listOf(specOf(service).ports).map((entry, index) => {
    const value = objectOf(entry);
    const path: Path = ['spec', 'ports', index];
    const port = numberOf(value.port);
    const written = value.targetPort;
    const targetWritten =
      (typeof written === 'number' && written !== 0) || (typeof written === 'string' && written !== '');
    return {
      path,
      name: stringOf(value.name) ?? '',
      port,
      protocol: stringOf(value.protocol) ?? 'TCP',
      targetPort: targetWritten ? written : port,
      targetPath: [...path, targetWritten ? 'targetPort' : 'port'],
      targetWritten,
      nodePort: numberOf(value.nodePort),
    };
  });
}

export function serviceType(service: Resource): string {
  return stringOf(specOf(service).type) ?? 'ClusterIP';
}

export function isHeadless(service: Resource): boolean {
  return specOf(service).clusterIP === 'None';
}

/**
 * The Service port that a referrer's number or name means; names are never compared when they are empty. One number may stand
 * for several protocols: that of the referrer is meant, if it is among them.
 */
export function findServicePort(
  ports: readonly ServicePort[],
  wanted: number | string,
  protocol = 'TCP',
): ServicePort | undefined {
  const named = ports.filter((port) =>
    typeof wanted === 'number' ? port.port === wanted : port.name !== '' && port.name === wanted,
  );
  return named.find((port) => port.protocol === protocol) ?? named[0];
}

/** `80 (http), 9090/UDP`: how messages list the ports of a Service. */
export function listServicePorts(ports: readonly ServicePort[]): string {
  if (ports.length === 0) return 'no ports';
  return someOf(
    ports.map(
      ({ port, name, protocol }) =>
        `${port ?? '?'}${protocol === 'TCP' ? '' : `/${protocol}`}${name === '' ? '' : ` (${name})`}`,
    ),
  );
}

/** Containers whose ports count for Services: the main ones, then sidecars (k/k endpointslice/utils.go FindPort). */
export function servingContainers(pod: Pod): readonly Container[] {
  return [
    ...pod.containers.filter(({ role }) => role === 'main'),
    ...pod.containers.filter(({ role }) => role === 'sidecar'),
  ];
}

/** Every port that a pod declares and that counts for Services. */
export function declaredPorts(pod: Pod): readonly ContainerPort[] {
  return servingContainers(pod).flatMap(({ ports }) => ports);
}

export type PortOnPod =
  | { readonly found: true; readonly port: number; readonly declared: ContainerPort | undefined }
  | { readonly found: false };

/**
 * Where a Service port lands on a pod. A number is used as it is, declared or not; a name takes the first container
 * port of that name and protocol (k/k endpointslice/utils.go FindPort). Not found: the pod is no endpoint of this port.
 */
export function findPort({ targetPort, protocol }: ServicePort, pod: Pod): PortOnPod {
  if (typeof targetPort === 'number') {
    const declared = declaredPorts(pod).find(
      (port) => port.port === targetPort && port.protocol === protocol,
    );
    return { found: true, port: targetPort, declared };
  }
  const declared = declaredPorts(pod).find((port) => port.name === targetPort && port.protocol === protocol);
  return declared?.port === undefined ? { found: false } : { found: true, port: declared.port, declared };
}
