import { ALB_PREFIX, ingressPaths, requestsTo, serviceOf } from '../../reach/ingress/ingress.ts';
import { isCanary } from '../../reach/ingress/nginx.ts';
import { NGINX_PREFIX } from '../../reach/ingress/dialect.ts';
import { programOf } from '../../reach/ingress/program.ts';
import type { ControllerId } from '../../reach/ingress/program.ts';
import { protocolSign } from '../../reach/service/protocol.ts';
import { findServicePort, servicePorts } from '../../reach/service/service.ts';
import { serviceVariants } from '../../reference/same-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

interface Speech {
  readonly says: string;
  /** Annotations of the Ingress, or of the Service, any of which settles the protocol. */
  readonly settledBy: readonly string[];
  readonly write: string;
  readonly effect: string;
}

/** What controllers must be told, because they speak HTTP/1.1 without TLS to every backend. */
const SPEECH: Readonly<Partial<Record<ControllerId, { readonly https: Speech; readonly grpc: Speech }>>> = {
  'ingress-nginx': {
    https: {
      says: 'https',
      settledBy: [
        `${NGINX_PREFIX}backend-protocol`,
        `${NGINX_PREFIX}ssl-passthrough`,
        `${NGINX_PREFIX}secure-backends`,
      ],
      write: `${NGINX_PREFIX}backend-protocol: HTTPS`,
      effect: 'requests get 400, "plain HTTP request was sent to HTTPS port", or 502',
    },
    grpc: {
      says: 'gRPC',
      settledBy: [
        `${NGINX_PREFIX}backend-protocol`,
        `${NGINX_PREFIX}ssl-passthrough`,
        `${NGINX_PREFIX}grpc-backend`,
        `${NGINX_PREFIX}configuration-snippet`,
      ],
      write: `${NGINX_PREFIX}backend-protocol: GRPC`,
      effect: 'calls get 502',
    },
  },
  alb: {
    https: {
      says: 'https',
      settledBy: [`${ALB_PREFIX}backend-protocol`],
      write: `${ALB_PREFIX}backend-protocol: HTTPS`,
      effect: 'requests get 502',
    },
    grpc: {
      says: 'gRPC',
      settledBy: [`${ALB_PREFIX}backend-protocol-version`],
      write: `${ALB_PREFIX}backend-protocol-version: GRPC`,
      effect: 'calls get 464',
    },
  },
};

/** A backend whose port is named for a protocol that the controller is not told to speak. */
export const check: Check = function* (ingress, { graph, params }) {
  const program = programOf(graph, ingress)?.id;
  const protocol = params.protocol === 'grpc' ? 'grpc' : 'https';
  const speech = program === undefined ? undefined : SPEECH[program]?.[protocol];
  if (speech === undefined || ingress.unrendered !== undefined || isCanary(ingress)) return;
  const told = new Set<string>();
  for (const path of ingressPaths(ingress)) {
    const { name, port } = serviceOf(path.backend);
    const services = serviceVariants(graph, ingress.namespace, name);
    if (services === undefined || port === undefined) continue;
    const settled = speech.settledBy.some((key) =>
      [ingress, ...services].some(({ annotations }) => Object.hasOwn(annotations, key)),
    );
    const key = JSON.stringify([name, port]);
    if (settled || told.has(key)) continue;
    const [service] = services;
    const found = findServicePort(servicePorts(service), port);
    const signs = services.map((one) => {
      const its = findServicePort(servicePorts(one), port);
      return its === undefined ? undefined : protocolSign(one, its, protocol);
    });
    const [sign] = signs;
    if (found === undefined || sign === undefined || signs.includes(undefined)) continue;
    told.add(key);
    yield {
      at: [...path.at, 'backend', 'service', 'port'],
      message: `${nameOf(ingress)} sends ${requestsTo(path)} to port ${port} of ${nameOf(service)}, ${sign}, which suggests ${speech.says}, but speaks plain HTTP to it; if the pods do speak ${speech.says}, ${speech.effect}. Set ${speech.write}.`,
      related: [
        { resource: service, at: found.path, message: `Port ${found.port ?? '?'} of ${nameOf(service)}` },
      ],
    };
  }
};
