import { derived } from '../../base/derived.ts';
import { addTo } from '../../base/multimap.ts';
import { podsInSight, podsTogether } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { applicationKey } from '../../reach/application.ts';
import { declaredOn, protocolKey } from '../../reach/service/declared.ts';
import { servicePorts, isHeadless } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import { isWrittenName, listContainerPorts } from '../../reach/service/target-port.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { areVariants } from '../../resource/together.ts';
import { ofEveryCopy } from '../every-copy.ts';
import { relatedSome } from '../related-some.ts';
import type { Check } from '../rule.ts';

/** A Service port whose target is a name that some workloads behind the Service declare, and others do not. */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  // Clients of a headless Service choose pod and port themselves.
  if (isHeadless(service)) return;
  const named = servicePorts(service).filter(isWrittenName);
  if (named.length === 0) return;
  const behind = podsInSight(graph, service);
  if (behind === undefined) return;
  const lasting = podsTogether(service, behind.lastingSure);
  for (const port of named) {
    const left = leftOut(lasting, port);
    const [first] = left;
    if (first === undefined) continue;
    const owners = derived(left, 'first owners', () =>
      [...new Set(left.map(({ owner }) => nameOf(owner)))].slice(0, 3).join(', '),
    );
    yield {
      at: port.targetPath,
      message: `${nameOf(service)} sends requests to container port ${String(port.targetPort)}, which ${owners} does not declare (${listContainerPorts(left)}); those pods get no requests on port ${port.port ?? '?'}.`,
      related: [
        ...relatedSome(lasting, (pod) => ({
          resource: pod.owner,
          at: [...pod.path, 'spec', 'containers', 0, 'ports'],
          message: `${nameOf(pod.owner)} declares ${listContainerPorts([pod])}`,
        })),
        ...dependentsOfService(graph, service, port),
      ],
    };
  }
});

/** The pods without the port that are as good as some that have it. */
function leftOut(pods: readonly Pod[], { targetPort, protocol }: ServicePort): readonly Pod[] {
  const key = protocolKey(targetPort, protocol);
  return derived(pods, `left out by ${key}`, () => {
    const having = new Set(declaredOn(pods).byName.get(key));
    if (having.size === 0) return [];
    const applications = new Set([...having].map(applicationKey));
    const named = new Map<string, Resource[]>();
    for (const { owner } of having) addTo(named, owner.name, owner);
    return pods.filter(
      (pod) =>
        !having.has(pod) &&
        // A worker beside a web server is no endpoint and need not be one; a canary without the port gets no traffic.
        applications.has(applicationKey(pod)) &&
        // One of several variants is applied.
        named.get(pod.owner.name)?.some((other) => other !== pod.owner && areVariants(other, pod.owner)) !==
          true,
    );
  });
}
