import type { Call } from '../../reference/calls.ts';
import { calledBy, callsOf } from '../../reference/calls.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Missing } from '../../reference/lookup.ts';
import { nameOf, qualified } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { byMistake, isTold, otherPlaces, replaceIn, written } from '../call-finding.ts';
import { podName } from '../../reach/service/pod-name.ts';
import type { Check, Finding } from '../rule.ts';

/** An address whose Service is not there. Names without `.svc` count only where another is a slip of the pen away. */
export const check: Check = function* (resource, { graph }) {
  const missing = new Map<string, Missing>();
  const groups = byMistake(callsOf(graph, resource), (call) => {
    const found = missingService(graph, resource, call);
    if (found === undefined) return undefined;
    missing.set(call.address.host, found);
    return call.address.host;
  });
  for (const [host, calls] of groups) {
    const found = missing.get(host);
    if (found !== undefined) yield findingOf(graph, resource, calls, found);
  }
};

function missingService(graph: Graph, from: Resource, call: Call): Missing | undefined {
  const { name, address } = call;
  if (name.form !== 'svc' && address.scheme === undefined) return undefined;
  const target = calledBy(graph, call);
  if (target === undefined || target.service !== undefined) return undefined;
  const { namespace, name: service, pod } = target;
  // Even with the Service there would be no such name, which has a rule of its own.
  if (pod !== undefined && podName(graph, namespace, pod, service).is === 'elsewhere') return undefined;
  const resolution = graph.lookUp(from, 'Service', target.namespace, target.name);
  if (resolution.status !== 'missing') return undefined;
  if (resolution.nearest !== undefined || graph.closedWorld) return resolution;
  return name.form === 'svc' && isShippedHere(graph, from, target.namespace) ? resolution : undefined;
}

/**
 * Whether people who ship the program ship what it calls: its own namespace is made of several Services with their pods.
 * Beside a single one, and in the namespaces of others, a database or a monitoring stack is often installed by a chart.
 */
function isShippedHere(graph: Graph, { namespace }: Resource, called: string): boolean {
  return (
    called === namespace &&
    graph.memo(`several services:${namespace}`, () => {
      const served = graph
        .inNamespace(namespace)
        .filter((one) => one.type === 'Service' && graph.podsBehind(one).sure.length > 0);
      return new Set(served.map(({ name }) => name)).size > 1;
    })
  );
}

function findingOf(
  graph: Graph,
  resource: Resource,
  calls: readonly [Call, ...Call[]],
  missing: Missing,
): Finding {
  const [call] = calls;
  const { name, text } = call;
  const { nearest, elsewhere } = missing;
  const target = calledBy(graph, call);
  const service = target?.name ?? name.service;
  const namespace = target?.namespace ?? resource.namespace;
  const hint =
    nearest !== undefined
      ? ` Did you mean ${nearest.name}?`
      : elsewhere[0] === undefined
        ? ''
        : ` Service ${service} is in namespace ${elsewhere[0].namespace}.`;
  return {
    at: text.at,
    message: `${nameOf(resource)} calls ${written(call)}, and Service ${qualified(namespace, service)} does not exist: the name does not resolve.${hint}`,
    ...(isCertain(graph, call, missing) ? {} : { severity: 'warning' }),
    related: [
      ...otherPlaces(calls),
      ...[nearest, elsewhere[0]].flatMap((one) =>
        one === undefined ? [] : [{ resource: one, message: `${nameOf(one)} is here` }],
      ),
    ],
    fixes:
      nearest === undefined
        ? []
        : replaceIn(calls, `Use ${nearest.name}`, 'unsafe', ({ address: { start } }) => {
            const at = start + (target?.pod === undefined ? 0 : target.pod.length + 1);
            return { start: at, end: at + service.length, by: nearest.name };
          }),
  };
}

function isCertain(graph: Graph, call: Call, { certainty, nearest }: Missing): boolean {
  const { name, address } = call;
  if (certainty !== 'certain' || !isTold(call) || name.form !== 'svc') return false;
  // Without a zone or a port the name may as well be one in a certificate.
  if (name.zone === undefined || (address.scheme === undefined && address.port === undefined)) return false;
  return nearest !== undefined || graph.closedWorld;
}
