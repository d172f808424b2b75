import type { JsonObject } from '../../../src/base/json.ts';
import { decisions } from '../../../src/reach/route/doors.ts';
import type { RouteEntry } from '../../../src/reach/route/entry.ts';
import type { Request } from '../../../src/reach/route/request.ts';
import { Graph } from '../../../src/reference/graph.ts';
import { resourceOf } from '../../../src/resource/resource.ts';
import type { Resource } from '../../../src/resource/resource.ts';

/** Objects as if each were a document of one file. */
export function graphOf(values: readonly JsonObject[]): Graph {
  const resources = values.map((value, index): Resource => {
    const manifest = { file: 'a.yaml', index, offset: 0, document: { text: '', value, problems: [] } };
    return resourceOf({ manifest, base: [], value }, 'shop', new Set());
  });
  return new Graph({ resources, closedWorld: false, unreadable: [] });
}

export function requestFor(url: string, more: Partial<Request> = {}): Request {
  const { protocol, hostname, port, pathname } = new URL(url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  return {
    scheme,
    host: hostname,
    port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
    sni: undefined,
    path: pathname,
    method: 'GET',
    headers: new Map(),
    query: new Map(),
    ...more,
  };
}

export interface WrittenPath {
  readonly path: string;
  readonly pathType: string;
  readonly name: string;
}

export function ingress(
  name: string,
  host: string | undefined,
  paths: readonly WrittenPath[],
  more: { readonly annotations?: JsonObject; readonly className?: string; readonly created?: string } = {},
): JsonObject {
  const { annotations = {}, className = 'edge', created } = more;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', annotations, ...(created && { creationTimestamp: created }) },
    spec: {
      ingressClassName: className,
      rules: [
        {
          ...(host === undefined ? {} : { host }),
          http: {
            paths: paths.map(({ path, pathType, name: service }) => ({
              path,
              pathType,
              backend: { service: { name: service, port: { number: 80 } } },
            })),
          },
        },
      ],
    },
  };
}

/** The Services that get a request, by name; `404` if no rule matches, `-` if no door serves the host. */
export function goesTo(graph: Graph, request: Request): string {
  const [decision] = decisions(graph, request);
  if (decision === undefined) return '-';
  return decision.entry === undefined ? '404' : servicesOf(decision.entry);
}

export function servicesOf({ answer }: RouteEntry): string {
  return answer.does === 'forward' ? answer.targets.map(({ name }) => name).join('+') : answer.does;
}
