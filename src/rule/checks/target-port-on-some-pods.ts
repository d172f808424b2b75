import { endsByItself, podsInSight } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { sameApplication } from '../../reach/application.ts';
import { servicePorts, isHeadless } from '../../reach/service/service.ts';
import { isWrittenName, listContainerPorts, splitByPort } from '../../reach/service/target-port.ts';
import { nameOf } from '../../resource/resource.ts';
import { areVariants, meets } from '../../resource/together.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check, RelatedObject } from '../rule.ts';

/** A Service port whose target is a name that some workloads behind the Service declare, and others do not. */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  // Clients of a headless Service choose pod and port themselves.
  if (isHeadless(service)) return;
  const named = servicePorts(service).filter(isWrittenName);
  if (named.length === 0) return;
  const behind = podsInSight(graph, service);
  if (behind === undefined) return;
  const lasting = behind.sure.filter((pod) => !endsByItself(pod) && meets(service, pod.owner));
  for (const port of named) {
    const { having, lacking } = splitByPort(port, lasting);
    // A worker beside a web server is no endpoint and need not be one; a canary without the port gets no traffic.
    const left = lacking.filter(
      (pod) =>
        having.some((other) => sameApplication(pod, other)) &&
        // One of several variants is applied.
        !having.some((other) => other.owner !== pod.owner && areVariants(other.owner, pod.owner)),
    );
    const [first] = left;
    if (first === undefined) continue;
    const owners = [...new Set(left.map(({ owner }) => nameOf(owner)))].slice(0, 3).join(', ');
    yield {
      at: port.targetPath,
      message: `${nameOf(service)} sends requests to container port ${String(port.targetPort)}, which ${owners} does not declare (${listContainerPorts(left)}); those pods get no requests on port ${port.port ?? '?'}.`,
      related: [
        ...lasting.map((pod): RelatedObject => ({
          resource: pod.owner,
          at: [...pod.path, 'spec', 'containers', 0, 'ports'],
          message: `${nameOf(pod.owner)} declares ${listContainerPorts([pod])}`,
        })),
        ...dependentsOfService(graph, service, port),
      ],
    };
  }
});
