import { udpOnly } from '../../reach/policy/dns-over-tcp.ts';
import { hasOtherPolicies } from '../../reach/policy/other-policies.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** DNS over UDP alone: answers that do not fit are asked again over TCP (RFC 7766 section 5), which is dropped. */
export const check: Check = function* (resource, { graph, reach }) {
  const { namespace } = resource;
  if (hasOtherPolicies(graph, namespace)) return;
  const found = udpOnly(graph, reach, namespace).find(({ policy }) => policy.resource === resource);
  if (found === undefined) return;
  const { port, others } = found;
  yield {
    at: port.path,
    message: `${nameOf(resource)} lets its pods ask the DNS on UDP ${port.port ?? 53}, and no policy on TCP: an answer that is too long for UDP is asked for again over TCP, and that is dropped.`,
    related: others.slice(0, 10).map((other) => ({
      resource: other.resource,
      message: `${nameOf(other.resource)} has the same gap`,
    })),
  };
};
