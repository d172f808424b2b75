import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { Path } from '../../base/json.ts';
import { shareOf } from '../../reach/gateway/backend.ts';
import { isPermitted, missOf, nearGrants, needsGrants } from '../../reach/gateway/grant.ts';
import type { Granted } from '../../reach/gateway/grant.ts';
import { isRoute } from '../../reach/gateway/kinds.ts';
import { lossText } from '../../reach/gateway/loss.ts';
import { readBackend, routeRules } from '../../reach/gateway/route.ts';
import { specOf } from '../../reach/service/service.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import type { Graph } from '../../reference/graph.ts';
import { groupOf } from '../../resource/kinds.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** A reference into another namespace that no ReferenceGrant there permits. */
export const check: Check = function* (resource, { graph }) {
  for (const { to, at, effect, verb } of askedBy(graph, resource)) {
    if (to.name === '' || isPlaceholderName(to.namespace) || isPermitted(graph, resource, to) !== 'no')
      continue;
    const near = nearGrants(graph, resource, to);
    const misses = near.slice(0, 3).map((grant) => ({
      resource: grant,
      at: ['spec'] as Path,
      part: 'key' as const,
      message: `${nameOf(grant)} ${missOf(grant, resource, to) ?? 'permits it'}`,
    }));
    const target = graph.find(to.kind, to.namespace, to.name);
    const finding: Finding = {
      at,
      message: `${nameOf(resource)} ${verb} ${to.kind} ${qualified(to.namespace, to.name)} of another namespace, and no ReferenceGrant there permits it (RefNotPermitted); ${effect}.`,
      related: [
        ...misses,
        ...(target === undefined ? [] : [{ resource: target, message: `${nameOf(target)} is here` }]),
      ],
      suggestion: { title: `Permit it in namespace ${to.namespace}`, manifest: grantFor(resource, to) },
    };
    yield finding;
  }
};

function* askedBy(graph: Graph, resource: Resource): Iterable<Asked> {
  if (isRoute(resource)) yield* ofRoute(resource);
  else {
    yield* ofListeners(resource);
    yield* ofTls(graph, resource);
  }
}

interface Asked {
  readonly to: Granted;
  readonly at: Path;
  /** Completes "…; …": what happens to the requests. */
  readonly effect: string;
  readonly verb: string;
}

function* ofRoute(route: Resource): Iterable<Asked> {
  if (!needsGrants(route)) return;
  for (const { backends, filters } of routeRules(route)) {
    for (const backend of backends)
      yield {
        to: backend,
        at: [...backend.at, 'namespace'],
        effect: lossText(route, backends.length === 1 ? 1 : shareOf(backend, backends)),
        verb: 'sends requests to',
      };
    for (const { at, value } of [...filters, ...backends.flatMap((backend) => backend.filters)]) {
      const ref = objectOf(objectOf(value.requestMirror).backendRef);
      const place = [...at, 'requestMirror', 'backendRef'];
      yield {
        to: readBackend(route, ref, place),
        at: [...place, 'namespace'],
        effect: 'nothing is mirrored',
        verb: 'mirrors requests to',
      };
    }
  }
}

function* ofListeners(gateway: Resource): Iterable<Asked> {
  for (const [index, value] of listOf(specOf(gateway).listeners).entries()) {
    const listener = objectOf(value);
    for (const [i, entry] of listOf(objectOf(listener.tls).certificateRefs).entries()) {
      const ref = objectOf(entry);
      const namespace = stringOf(ref.namespace) ?? gateway.namespace;
      yield {
        to: {
          group: stringOf(ref.group) ?? '',
          kind: stringOf(ref.kind) ?? 'Secret',
          namespace,
          name: stringOf(ref.name) ?? '',
        },
        at: ['spec', 'listeners', index, 'tls', 'certificateRefs', i, 'namespace'],
        effect: `listener ${stringOf(listener.name) ?? '?'} has no certificate, and takes no requests`,
        verb: 'takes a certificate from',
      };
    }
  }
}

/** What a Gateway verifies its clients with, and shows to its backends. */
function* ofTls(graph: Graph, gateway: Resource): Iterable<Asked> {
  for (const { row, path, to, namespace, name } of graph.references(gateway)) {
    if (row.id !== 'gateway-client-ca' && row.id !== 'gateway-client-certificate') continue;
    yield {
      to: { group: '', kind: to, namespace, name },
      at: [...path.slice(0, -1), 'namespace'],
      effect: row.effect.replace(/ \([A-Za-z]+\)$/, ''),
      verb: 'takes a certificate from',
    };
  }
}

function grantFor(from: Resource, to: Granted): string {
  return `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata:
  name: ${from.namespace}-to-${to.name}
  namespace: ${to.namespace}
spec:
  from:
    - group: ${groupOf(from.apiVersion)}
      kind: ${from.kind}
      namespace: ${from.namespace}
  to:
    - group: ${JSON.stringify(to.group)}
      kind: ${to.kind}
      name: ${to.name}
`;
}
