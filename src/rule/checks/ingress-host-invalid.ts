import { ingressRules, isServedIngress, tlsBlocks } from '../../reach/ingress/ingress.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { hostProblem } from '../../resource/host-name.ts';
import type { HostProblem } from '../../resource/host-name.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** Hosts of rules and of TLS that the API server refuses. */
export const check: Check = function* (ingress) {
  if (!isServedIngress(ingress)) return;
  for (const { host, at } of ingressRules(ingress)) {
    if (host === '' || isPlaceholderName(host)) continue;
    const problem = hostProblem(host, 'refused');
    if (problem !== undefined) yield findingOf(ingress, host, [...at, 'host'], problem);
  }
  for (const { hosts } of tlsBlocks(ingress)) {
    for (const { host, at } of hosts) {
      if (isPlaceholderName(host)) continue;
      const problem = hostProblem(host, 'fine');
      if (problem !== undefined) yield findingOf(ingress, host, at, problem);
    }
  }
};

function findingOf(
  ingress: Resource,
  host: string,
  at: Finding['at'],
  { reason, meant }: HostProblem,
): Finding {
  return {
    at,
    message: `Host ${JSON.stringify(host)} of ${nameOf(ingress)} ${reason}; the API server rejects the Ingress.`,
    fixes:
      meant === undefined ? [] : [{ title: `Use ${meant}`, safety: 'safe', edits: [{ at, value: meant }] }],
  };
}
