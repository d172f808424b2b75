import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../base/json.ts';
import type { Resource } from '../../resource/resource.ts';
import { hostMatches } from '../route/host.ts';
import { specOf } from '../service/service.ts';

/** An entry of `spec.rules` with what API and controllers read of it. */
export interface IngressRule {
  readonly at: Path;
  /** Empty: all hosts. */
  readonly host: string;
  readonly paths: readonly IngressPath[];
}

export interface IngressPath {
  /** To the entry of `http.paths`. */
  readonly at: Path;
  readonly host: string;
  /** Empty if there is none. */
  readonly path: string;
  readonly pathType: string | undefined;
  readonly backend: JsonObject;
}

export interface TlsBlock {
  readonly at: Path;
  readonly hosts: readonly { readonly host: string; readonly at: Path }[];
  /** Empty if there is none. */
  readonly secretName: string;
}

/** Whether the object is of the only version that API servers since 1.22 accept. */
export function isServedIngress(ingress: Resource): boolean {
  return ingress.apiVersion === 'networking.k8s.io/v1';
}

export function ingressRules(ingress: Resource): readonly IngressRule[] {
  return listOf(specOf(ingress).rules).map((entry, index) => {
    const at: Path = ['spec', 'rules', index];
    const host = stringOf(objectOf(entry).host) ?? '';
    const paths = listOf(getAt(entry, ['http', 'paths'])).map((item, i): IngressPath => {
      const path = objectOf(item);
      return {
        at: [...at, 'http', 'paths', i],
        host,
        path: stringOf(path.path) ?? '',
        pathType: stringOf(path.pathType),
        backend: objectOf(path.backend),
      };
    });
    return { at, host, paths };
  });
}

export function ingressPaths(ingress: Resource): readonly IngressPath[] {
  return ingressRules(ingress).flatMap(({ paths }) => paths);
}

export function tlsBlocks(ingress: Resource): readonly TlsBlock[] {
  return listOf(specOf(ingress).tls).map((entry, index) => {
    const block = objectOf(entry);
    const at: Path = ['spec', 'tls', index];
    return {
      at,
      hosts: listOf(block.hosts).flatMap((host, i) =>
        typeof host === 'string' ? [{ host, at: [...at, 'hosts', i] }] : [],
      ),
      secretName: stringOf(block.secretName) ?? '',
    };
  });
}

/** `*.example.com` covers exactly one label more than `example.com` (IN2, IN9). */
export function coversHost(pattern: string, host: string): boolean {
  return pattern !== '' && hostMatches(pattern.toLowerCase(), host.toLowerCase(), 'label');
}

export const ALB_PREFIX = 'alb.ingress.kubernetes.io/';
/** Followed by the name of the action. */
export const ACTION_PREFIX = 'alb.ingress.kubernetes.io/actions.';

/** A backend whose name is an action of the AWS Load Balancer Controller, no Service (AL1). */
export function isActionBackend(backend: JsonObject): boolean {
  return getAt(backend, ['service', 'port', 'name']) === 'use-annotation';
}

/** The Service that a backend names, in the fields of v1 or of v1beta1; no name: it is something else. */
export function serviceOf(backend: JsonObject): {
  readonly name: string | undefined;
  readonly port: number | string | undefined;
} {
  const service = objectOf(backend.service);
  const port = objectOf(service.port);
  const value = port.number ?? port.name ?? backend.servicePort;
  return {
    name: stringOf(service.name) ?? stringOf(backend.serviceName),
    port: typeof value === 'number' || typeof value === 'string' ? value : undefined,
  };
}

/** What tells backends apart: Service and port, or the resource. */
export function backendKey(backend: JsonObject): string {
  const { name, port } = serviceOf(backend);
  return JSON.stringify(name === undefined ? backend.resource : [name, port]);
}

/** How messages call a backend: `api:80`. */
export function describeBackend(backend: JsonObject): string {
  const { name, port } = serviceOf(backend);
  if (name === undefined) return stringOf(objectOf(backend.resource).name) ?? 'another backend';
  return port === undefined ? name : `${name}:${port}`;
}

/** How messages call what a path gets: `shop.example.com/api`. */
export function requestsTo({ host, path }: Pick<IngressPath, 'host' | 'path'>): string {
  return `${host}${path === '' ? '/' : path}`;
}

/** Every place of a backend: the default one, and one for each path. */
export function backendsOf(
  ingress: Resource,
): readonly { readonly at: Path; readonly value: JsonValue | undefined }[] {
  const found: { at: Path; value: JsonValue | undefined }[] = [];
  const standard = specOf(ingress).defaultBackend;
  if (standard !== undefined && standard !== null)
    found.push({ at: ['spec', 'defaultBackend'], value: standard });
  for (const { at } of ingressPaths(ingress)) {
    const backend: Path = [...at, 'backend'];
    found.push({ at: backend, value: getAt(ingress.value, backend) });
  }
  return found;
}
