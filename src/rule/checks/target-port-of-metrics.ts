import { derived } from '../../base/derived.ts';
import { podsInSight } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { protocolKey } from '../../reach/service/declared.ts';
import { declaredPorts, findPort, servicePorts } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import { isSidePort } from '../../reach/service/side-port.ts';
import { formatContainerPort } from '../../reach/service/target-port.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import { ofEveryCopy } from '../every-copy.ts';
import type { Check } from '../rule.ts';

const APPLICATION_NAMES: ReadonlySet<string> = new Set(['http', 'https', 'web', 'grpc', 'api', 'http-web']);

/** A Service port called http that lands on the pod's metrics port, while the pod has a port called http. */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  const ports = servicePorts(service).filter(({ name }) => APPLICATION_NAMES.has(name));
  if (ports.length === 0) return;
  const behind = podsInSight(graph, service);
  if (behind === undefined) return;
  for (const port of ports) {
    const wrong = landedOnMetrics(behind.sure, port);
    if (wrong === undefined) continue;
    const { pod, landed, meant } = wrong;
    yield {
      at: port.targetPath,
      message: `Port ${port.name} of ${nameOf(service)} leads to container port ${formatContainerPort(landed)} of ${nameOf(pod.owner)}, not to its port ${formatContainerPort(meant)}.`,
      related: [
        {
          resource: pod.owner,
          at: meant.path,
          message: `${nameOf(pod.owner)} has port ${meant.name} here`,
        },
        { resource: pod.owner, at: landed.path, message: `requests land here` },
        ...dependentsOfService(graph, service, port),
      ],
      fixes: port.targetWritten
        ? [
            {
              title: `Use port ${meant.name}`,
              safety: 'unsafe',
              edits: [{ at: port.targetPath, value: meant.name }],
            },
          ]
        : [],
    };
  }
});

/** The first pod on which a port leads to what is for those who watch, while another port is called as it is. */
function landedOnMetrics(
  pods: readonly Pod[],
  port: ServicePort,
): { readonly pod: Pod; readonly landed: ContainerPort; readonly meant: ContainerPort } | undefined {
  return derived(pods, `metrics ${protocolKey(port.targetPort, port.protocol)} ${port.name}`, () => {
    for (const pod of pods) {
      const found = findPort(port, pod);
      if (!found.found || found.declared === undefined || !isSidePort(found.declared.name)) continue;
      const meant = declaredPorts(pod).find(
        ({ name, protocol }) => name === port.name && protocol === port.protocol,
      );
      if (meant !== undefined) return { pod, landed: found.declared, meant };
    }
    return undefined;
  });
}
