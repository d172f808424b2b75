import { derived } from '../../base/derived.ts';
import { applicationKey } from '../../reach/application.ts';
import { endsByItself, podsInSight, podsTogether } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { declaredOn, protocolKey } from '../../reach/service/declared.ts';
import { declaredPorts, servicePorts, isHeadless } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import { listContainerPorts } from '../../reach/service/target-port.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { ofEveryCopy } from '../every-copy.ts';
import { relatedSome } from '../related-some.ts';
import type { Check } from '../rule.ts';

/**
 * A selector that is too wide: beside the pods that serve a port it matches pods of a Job or of another program that
 * do not. Only numbers are looked at: a pod without a *named* port is no endpoint of it.
 */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  // Clients of a headless Service choose pod and port themselves.
  if (isHeadless(service)) return;
  const behind = podsInSight(graph, service);
  if (behind === undefined || behind.sure.length < 2) return;
  const pods = podsTogether(service, behind.sure);
  for (const port of servicePorts(service)) {
    if (typeof port.targetPort !== 'number') continue;
    const { server, strangers } = splitOf(pods, port);
    const [stranger] = strangers;
    if (server === undefined || stranger === undefined) continue;
    yield {
      at: ['spec', 'selector'],
      message: `${nameOf(service)} also selects the pods of ${nameOf(stranger.owner)}, which ${declared(stranger)}; ${failing(stranger)} to port ${port.port ?? '?'} fails.`,
      related: [
        ...relatedSome(strangers, ({ owner, path }) => ({
          resource: owner,
          at: [...path, 'metadata', 'labels'],
          message: `${nameOf(owner)} has all labels of the selector`,
        })),
        {
          resource: server.owner,
          at: [...server.path, 'metadata', 'labels'],
          message: `${nameOf(server.owner)} serves port ${port.targetPort}`,
        },
        ...dependentsOfService(graph, service, port),
      ],
    };
    return;
  }
});

interface Split {
  /** The first pod that serves the port. */
  readonly server: Pod | undefined;
  /** One of each owner whose pods do not, and are something else. */
  readonly strangers: readonly Pod[];
}

function splitOf(pods: readonly Pod[], { targetPort, protocol }: ServicePort): Split {
  const key = protocolKey(targetPort, protocol);
  return derived(pods, `split by ${key}`, () => {
    const declaring = new Set(declaredOn(pods).byNumber.get(key));
    const serving = [...declaring].filter(({ runsToCompletion }) => !runsToCompletion);
    const [server] = serving;
    if (server === undefined) return { server, strangers: [] };
    const applications = new Set(serving.map(applicationKey));
    const strangers = pods.filter(
      (pod) =>
        !declaring.has(pod) &&
        (pod.runsToCompletion || (!endsByItself(pod) && !applications.has(applicationKey(pod)))),
    );
    return { server, strangers: uniqueOwners(strangers) };
  });
}

function declared(pod: Pod): string {
  return declaredPorts(pod).length === 0 ? 'declare no port' : `declare ${listContainerPorts([pod])}`;
}

function failing(pod: Pod): string {
  return pod.runsToCompletion ? 'while they run, a part of the requests' : 'a part of the requests';
}

function uniqueOwners(pods: readonly Pod[]): readonly Pod[] {
  const seen = new Set<Resource>();
  return pods.filter(({ owner }) => !seen.has(owner) && seen.add(owner));
}
