import { destinationsOf } from '../../reach/policy/whole-pods.ts';
import { hasOtherPolicies } from '../../reach/policy/other-policies.ts';
import type { PolicyPort } from '../../reach/policy/policy.ts';
import type { Reach } from '../../reach/reach.ts';
import { findPort, servicePorts } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { areVariants } from '../../resource/together.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A number in a rule, where a Service reaches the pods by a name that is this number on some of them only (NP11, SV3). */
export const check: Check = function* (resource, { graph, reach }) {
  if (resource.unrendered !== undefined || hasOtherPolicies(graph, resource.namespace)) return;
  const policy = reach.policy(resource);
  for (const rule of policy.ingress) {
    const pods = destinationsOf(graph, policy, 'ingress', rule);
    if (pods === undefined) continue;
    for (const port of rule.ports) {
      const missed = missedBy(graph, reach, port, pods);
      if (missed === undefined) continue;
      const { service, name, pod, number } = missed;
      const at = [...port.path, 'port'];
      yield {
        at,
        message: `${nameOf(service)} leads to port ${name}, which is ${String(port.port)} on some pods of this policy and ${number} on those of ${nameOf(pod.owner)}: the requests that go there are dropped.`,
        related: [
          {
            resource: service,
            at: missed.port.targetPath,
            message: `${nameOf(service)} leads to port ${name}`,
          },
          { resource: pod.owner, at: missed.declared, message: `port ${name} is ${number} here` },
        ],
        fixes: [{ title: `Use ${name}`, safety: 'unsafe', edits: [{ at, value: name }] }],
      };
    }
  }
};

interface Missed {
  readonly service: Resource;
  readonly port: ServicePort;
  readonly name: string;
  readonly pod: Pod;
  readonly number: number;
  readonly declared: readonly (string | number)[];
}

function missedBy(
  graph: Graph,
  reach: Reach,
  { port: wanted, endPort, protocol }: PolicyPort,
  pods: readonly Pod[],
): Missed | undefined {
  if (typeof wanted !== 'number' || endPort !== undefined) return undefined;
  const services = new Set(pods.flatMap((pod) => graph.servicesOf(pod)));
  for (const service of services) {
    for (const port of servicePorts(service)) {
      const { targetPort: name } = port;
      if (typeof name !== 'string' || port.protocol !== protocol) continue;
      const landed = pods.flatMap((pod) => {
        const on = graph.servicesOf(pod).includes(service) ? findPort(port, pod) : undefined;
        return on?.found === true && on.declared !== undefined
          ? [{ pod, number: on.port, declared: on.declared.path }]
          : [];
      });
      if (!landed.some(({ number }) => number === wanted)) continue;
      const other = landed.find(
        ({ pod, number }) =>
          number !== wanted &&
          !landed.some((one) => one.number === wanted && areVariants(one.pod.owner, pod.owner)) &&
          !opens(reach, pod, name, number, protocol),
      );
      if (other !== undefined) return { service, port, name, ...other };
    }
  }
  return undefined;
}

/** Whether some rule of the policies that may isolate a pod is for a port, for whomever. */
function opens(reach: Reach, pod: Pod, name: string, number: number, protocol: string): boolean {
  const { sure, possible } = reach.isolating(pod, 'ingress');
  return [...sure, ...possible].some(({ ingress }) =>
    ingress.some(
      ({ ports }) =>
        ports.length === 0 ||
        ports.some(({ port, endPort, protocol: own }) => {
          if (own !== protocol) return false;
          if (typeof port === 'number') return port <= number && number <= (endPort ?? port);
          return port === undefined || port === name;
        }),
    ),
  );
}
