import { podsInSight } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { declaredPorts, findPort, servicePorts } from '../../reach/service/service.ts';
import { isSidePort } from '../../reach/service/side-port.ts';
import { formatContainerPort } from '../../reach/service/target-port.ts';
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
    for (const pod of behind.sure) {
      const landed = findPort(port, pod);
      if (!landed.found || landed.declared === undefined || !isSidePort(landed.declared.name)) continue;
      const meant = declaredPorts(pod).find(
        ({ name, protocol }) => name === port.name && protocol === port.protocol,
      );
      if (meant === undefined) continue;
      yield {
        at: port.targetPath,
        message: `Port ${port.name} of ${nameOf(service)} leads to container port ${formatContainerPort(landed.declared)} of ${nameOf(pod.owner)}, not to its port ${formatContainerPort(meant)}.`,
        related: [
          {
            resource: pod.owner,
            at: meant.path,
            message: `${nameOf(pod.owner)} has port ${meant.name} here`,
          },
          { resource: pod.owner, at: landed.declared.path, message: `requests land here` },
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
      break;
    }
  }
});
