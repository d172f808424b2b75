import { isList, objectOf, stringOf } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { calledBy, callsOf } from '../../reference/calls.ts';
import { nameOf } from '../../resource/resource.ts';
import { written } from '../call-finding.ts';
import type { Check } from '../rule.ts';

/** A pod on the node's network that calls Services by name, but asks the node's resolver. */
export const check: Check = function* (resource, { graph }) {
  for (const pod of graph.podsOf(resource)) {
    if (!pod.hostNetwork || !asksTheNode(pod.spec)) continue;
    const call = callsOf(graph, resource).find((one) => {
      if (one.text.pod !== pod) return false;
      const target = calledBy(graph, one);
      return target !== undefined && (one.name.form === 'svc' || target.service !== undefined);
    });
    if (call === undefined) continue;
    const policy = stringOf(pod.spec.dnsPolicy);
    const at = [...pod.path, 'spec', policy === undefined ? 'hostNetwork' : 'dnsPolicy'];
    const service = calledBy(graph, call)?.service;
    yield {
      at,
      message: `${nameOf(resource)} calls ${written(call)} from the node's network, where dnsPolicy ClusterFirst asks the node's resolver, which does not know it. Use ClusterFirstWithHostNet.`,
      related: [
        { resource, at: call.text.at, message: `${written(call)} is called here` },
        ...(service === undefined ? [] : [{ resource: service, message: `${nameOf(service)} is here` }]),
      ],
      fixes:
        policy === undefined
          ? []
          : [
              {
                title: 'Use dnsPolicy ClusterFirstWithHostNet',
                safety: 'safe',
                edits: [{ at, value: 'ClusterFirstWithHostNet' }],
              },
            ],
    };
  }
};

/** With hostNetwork, ClusterFirst means Default (k/k pkg/kubelet/network/dns/dns.go getPodDNSType). */
function asksTheNode(spec: JsonObject): boolean {
  const policy = stringOf(spec.dnsPolicy) ?? 'ClusterFirst';
  return policy === 'ClusterFirst' && !isList(objectOf(spec.dnsConfig).nameservers);
}
