import { someOf } from '../../base/some.ts';
import { getAt, stringOf } from '../../base/json.ts';
import type { Direction, PolicyPort, PolicyRule } from '../../reach/policy/policy.ts';
import { admitsPort, slipOfPort } from '../../reach/policy/rule-port.ts';
import type { JudgedPort } from '../../reach/policy/rule-port.ts';
import { declaredPorts } from '../../reach/service/service.ts';
import { isPlaceholder, isPlaceholderName } from '../../reference/world.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { perObject } from '../per-object.ts';
import type { Check, Finding } from '../rule.ts';

/** Ports of rules that the traffic does not have where policies look: on the pod. `with.slip` is the kind of slip. */
export const check: Check = function* (resource, context) {
  const kind = stringOf(context.params.slip);
  for (const { direction, rule, port, judged } of portsOf(resource, context)) {
    if (judged === undefined) {
      if (kind === 'protocol') yield* wellKnown(resource, direction, rule, port);
    } else if (judged.slip.kind === kind) {
      yield { ...findingOf(resource, port, judged), ...MILDER[judged.certainty] };
    }
  }
};

interface RulePort {
  readonly direction: Direction;
  readonly rule: PolicyRule;
  readonly port: PolicyPort;
  readonly judged: JudgedPort | undefined;
}

/** Without those whose name, or the ports of whose pods, something still has to fill in. */
const portsOf = perObject((resource, { graph, reach }): readonly RulePort[] => {
  const policy = reach.policy(resource);
  return (['ingress', 'egress'] as const)
    .filter((direction) => policy.isolates[direction])
    .flatMap((direction) =>
      policy[direction].flatMap((rule) =>
        rule.ports.flatMap((port): readonly RulePort[] => {
          if (typeof port.port === 'string' && (isPlaceholderName(port.port) || !/[a-z]/.test(port.port)))
            return [];
          const judged = slipOfPort(graph, policy, direction, rule, port);
          if (judged?.pods.some(hasUnfilledPort) === true) return [];
          return [{ direction, rule, port, judged }];
        }),
      ),
    );
});

function hasUnfilledPort({ containers }: Pod): boolean {
  return containers.some(({ ports }) =>
    ports.some(({ name, protocol }) => isPlaceholderName(name) || isPlaceholder(protocol)),
  );
}

const MILDER: Readonly<Record<JudgedPort['certainty'], Pick<Finding, 'severity'>>> = {
  certain: {},
  likely: { severity: 'warning' },
  spare: { severity: 'info' },
};

function findingOf(policy: Resource, port: PolicyPort, { slip, pods }: JudgedPort): Finding {
  const at = [...port.path, 'port'];
  const related = pods.slice(0, 10).map(({ owner, path }) => ({
    resource: owner,
    at: [...path, 'spec', 'containers'],
    part: 'key' as const,
    message: `the pods of ${nameOf(owner)} declare ${listPorts(pods)}`,
  }));
  const of = ownerOf(pods);
  switch (slip.kind) {
    case 'service-port':
      return {
        at,
        message: `${port.port ?? ''} is the port of ${nameOf(slip.service)}; on the pods of ${of} it is ${slip.target}, and that is the port that policies see. ${nameOf(policy)} lets nothing through to it here.`,
        related: [
          {
            resource: slip.service,
            at: ['spec', 'ports'],
            part: 'key',
            message: `${nameOf(slip.service)} sends port ${port.port ?? ''} to ${slip.target}`,
          },
          ...related,
        ],
        fixes: [{ title: `Use ${slip.target}`, safety: 'unsafe', edits: [{ at, value: slip.target }] }],
      };
    case 'name': {
      const known =
        slip.other === undefined ? `declare ${listPorts(pods)}` : `declare it for ${slip.other.protocol}`;
      const hint = slip.near === undefined || slip.other !== undefined ? '' : ` Did you mean ${slip.near}?`;
      return {
        at,
        message: `No port of the pods of ${of} is named ${port.port ?? ''} with protocol ${port.protocol} (they ${known}), so this admits nothing.${hint}`,
        related,
        fixes:
          slip.near === undefined || slip.other !== undefined
            ? []
            : [{ title: `Use ${slip.near}`, safety: 'unsafe', edits: [{ at, value: slip.near }] }],
      };
    }
    case 'protocol': {
      const protocolAt = [...port.path, 'protocol'];
      const written = getAt(policy.value, protocolAt) !== undefined;
      return {
        at: written ? protocolAt : at,
        message: `The pods of ${of} have port ${port.port ?? ''} for ${slip.declared}, and this rule is for ${port.protocol}${written ? '' : ', the default'}; ${slip.declared} to it is not let through.`,
        related,
        fixes: written
          ? [
              {
                title: `Use ${slip.declared}`,
                safety: 'unsafe',
                edits: [{ at: protocolAt, value: slip.declared }],
              },
            ]
          : [],
      };
    }
  }
}

/** Ports that only UDP is spoken on (IANA service names; 53 is a question of its own). */
const UDP_ONLY: ReadonlyMap<number, string> = new Map([
  [67, 'DHCP'],
  [69, 'TFTP'],
  [123, 'NTP'],
  [161, 'SNMP'],
  [162, 'SNMP traps'],
  [500, 'IKE'],
  [1812, 'RADIUS'],
  [1813, 'RADIUS accounting'],
  [4500, 'IPsec'],
  [8125, 'StatsD'],
  [51820, 'WireGuard'],
]);

function* wellKnown(
  policy: Resource,
  direction: Direction,
  rule: PolicyRule,
  port: PolicyPort,
): Iterable<Finding> {
  if (direction === 'ingress' || typeof port.port !== 'number' || port.endPort !== undefined) return;
  const service = UDP_ONLY.get(port.port);
  if (service === undefined || getAt(policy.value, [...port.path, 'protocol']) !== undefined) return;
  const udp = { name: '', port: port.port, protocol: 'UDP' };
  if (rule.ports.some((open) => admitsPort(open, udp))) return;
  yield {
    at: [...port.path, 'port'],
    severity: 'warning',
    message: `Port ${port.port} is ${service}, which is UDP, and this rule is for TCP, the default; UDP to it is not let through.`,
  };
}

function ownerOf(pods: readonly Pod[]): string {
  const owners = [...new Set(pods.map(({ owner }) => nameOf(owner)))];
  return owners.length <= 1 ? (owners[0] ?? '') : `${owners[0] ?? ''} and ${owners.length - 1} more`;
}

function listPorts(pods: readonly Pod[]): string {
  const ports = new Set(
    pods
      .flatMap(declaredPorts)
      .map(
        ({ name, port, protocol }) =>
          `${port ?? '?'}${protocol === 'TCP' ? '' : `/${protocol}`}${name === '' ? '' : ` (${name})`}`,
      ),
  );
  if (ports.size === 0) return 'no ports';
  return someOf(ports);
}
