import { AddressSet } from '../../base/addresses.ts';
import { parseCidr } from '../../base/cidr.ts';
import { listOf, objectOf, stringOf } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import type { Graph } from '../../reference/graph.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Egress to all addresses that is denied, which pods and the cluster DNS have, too (CP6), with nothing said of those before. */
export const check: Check = function* (policy, { graph }) {
  const rules = listOf(objectOf(policy.value.spec).egress);
  if (policy.unrendered !== undefined) return;
  for (const [index, entry] of rules.entries()) {
    const rule = objectOf(entry);
    const family = stringOf(rule.action) === 'Deny' && isOfAllPorts(rule) ? everythingOf(rule.to) : undefined;
    if (family === undefined || opensSomething(graph)) continue;
    yield {
      at: ['spec', 'egress', index, 'to'],
      part: 'key',
      message: `${nameOf(policy)} denies egress to every ${family} address: those of pods and of the cluster DNS are among them, so its pods reach nothing, not even names.`,
    };
    return;
  }
};

function isOfAllPorts({ ports, protocols }: { ports?: JsonValue; protocols?: JsonValue }): boolean {
  return listOf(ports).length + listOf(protocols).length === 0;
}

/** The family of which all addresses are denied. */
function everythingOf(peers: JsonValue | undefined): 'IPv4' | 'IPv6' | undefined {
  const blocks = listOf(peers).flatMap((peer) => listOf(objectOf(peer).networks));
  const denied = AddressSet.of(
    blocks.flatMap((text) => (typeof text === 'string' ? (parseCidr(text)?.cidr ?? []) : [])),
  );
  const left = AddressSet.all.subtract(denied).ranges();
  if (left.every(({ family }) => family !== 4)) return 'IPv4';
  return left.every(({ family }) => family !== 6) ? 'IPv6' : undefined;
}

/** Whether a policy of the cluster allows or passes on any egress: it may be asked before. */
function opensSomething(graph: Graph): boolean {
  return ['AdminNetworkPolicy', 'ClusterNetworkPolicy'].some((kind) =>
    graph
      .all(`policy.networking.k8s.io/${kind}`)
      .some(({ value }) =>
        listOf(objectOf(value.spec).egress).some((rule) => stringOf(objectOf(rule).action) !== 'Deny'),
      ),
  );
}
