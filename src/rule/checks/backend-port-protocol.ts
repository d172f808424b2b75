import { answeredWithout } from '../../reach/ingress/answered.ts';
import { requestsOf } from '../../reach/chain.ts';
import { failuresBy } from '../../reach/ingress/failure.ts';
import { programOf } from '../../reach/ingress/program.ts';
import { servicePorts } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** An Ingress backend names a port that its Service has, but not for TCP. */
export const check: Check = function* (resource, { graph }) {
  const answered = answeredWithout(graph, resource);
  if (answered === 'all') return;
  for (const reference of graph.references(resource)) {
    const wanted = reference.port?.value;
    if (reference.row.id !== 'ingress-backend' || reference.port === undefined) continue;
    const resolution = graph.resolve(reference);
    if (resolution.status !== 'found') continue;
    const service = resolution.target;
    const named = servicePorts(service).filter(({ port, name }) =>
      typeof wanted === 'number' ? port === wanted : name !== '' && name === wanted,
    );
    const [port] = named;
    if (port === undefined || named.some(({ protocol }) => protocol !== 'UDP' && protocol !== 'SCTP'))
      continue;
    // Of the others, whose source looks for no protocol, nobody here knows what they answer.
    const id = programOf(graph, resource)?.id;
    const effect =
      id === 'ingress-nginx' || id === 'contour' ? failuresBy(id).port : 'requests do not get through';
    yield {
      at: reference.port.path,
      message: `${nameOf(resource)} sends ${requestsOf(reference)} to port ${wanted ?? ''} of ${nameOf(service)}, which is for ${port.protocol} only; HTTP needs TCP, so ${effect}.`,
      ...(answered === 'some' ? { severity: 'warning' as const } : {}),
      related: [
        {
          resource: service,
          at: [...port.path, 'protocol'],
          message: `${nameOf(service)} listens on ${port.port ?? ''}/${port.protocol}`,
        },
      ],
    };
  }
};
