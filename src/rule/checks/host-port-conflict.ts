import { getAt, objectOf, stringOf } from '../../base/json.ts';
import { isOverwritten, isWhole } from '../../reach/service/behind.ts';
import { excludes, hostPortsOf } from '../../reach/service/host-port.ts';
import type { HostPort } from '../../reach/service/host-port.ts';
import type { Graph } from '../../reference/graph.ts';
import type { Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import { sharesFolder } from '../../resource/together.ts';
import type { Check } from '../rule.ts';

interface Taken {
  readonly pod: Pod;
  readonly hostPort: HostPort;
}

/** Two workloads that take one port of the same nodes: one of them is a DaemonSet and runs wherever the other may. */
export const check: Check = function* (resource, { graph }) {
  for (const pod of graph.podsOf(resource)) {
    if (!isJudged(graph, pod)) continue;
    for (const hostPort of hostPortsOf(pod, resource.value)) {
      const mine = { pod, hostPort };
      const other = table(graph)
        .get(hostPort.port)
        ?.find((one) => comesBefore(graph, one.pod, pod) && everywhere(one, mine) !== undefined);
      const daemon = other === undefined ? undefined : everywhere(other, mine);
      if (other === undefined || daemon === undefined) continue;
      const { owner } = other.pod;
      yield {
        at: hostPort.path,
        message: `${nameOf(resource)} and ${nameOf(owner)} both take port ${hostPort.port}/${hostPort.protocol} of a node, and ${nameOf(daemon.owner)} runs on every node that the other may run on; the pods that come second stay Pending.`,
        related: [
          {
            resource: owner,
            at: other.hostPort.path,
            message: `${nameOf(owner)} takes port ${hostPort.port}`,
          },
        ],
      };
      break;
    }
  }
};

function isJudged(graph: Graph, pod: Pod): boolean {
  return isWhole(pod) && !pod.runsToCompletion && pod.owner.name !== '' && !isOverwritten(graph, pod.owner);
}

/** Only DaemonSets and their neighbours matter, so a group is short but for hosts of the same port. */
const MOST = 16;

function table(graph: Graph): ReadonlyMap<number, readonly Taken[]> {
  return graph.memo('ports of nodes', () => {
    const byPort = new Map<number, Taken[]>();
    for (const pod of graph.pods()) {
      if (!isJudged(graph, pod)) continue;
      for (const hostPort of hostPortsOf(pod, pod.owner.value)) {
        const list = byPort.get(hostPort.port);
        if (list === undefined) byPort.set(hostPort.port, [{ pod, hostPort }]);
        else if (list.length < MOST) list.push({ pod, hostPort });
      }
    }
    return byPort;
  });
}

function comesBefore(graph: Graph, a: Pod, b: Pod): boolean {
  const order = graph.memo(
    'order of objects',
    () => new Map(graph.resources.map((one, index) => [one, index])),
  );
  return (order.get(a.owner) ?? 0) < (order.get(b.owner) ?? 0);
}

/** Of two pods that exclude each other, the one that runs wherever the other may run; undefined if neither does. */
function everywhere(a: Taken, b: Taken): Pod | undefined {
  if (!excludes(a.hostPort, b.hostPort) || !areTogether(a.pod, b.pod)) return undefined;
  const [left, right] = [placementOf(a.pod), placementOf(b.pod)];
  if (isDaemon(a.pod) && (left === '' || left === right)) return a.pod;
  return isDaemon(b.pod) && (right === '' || left === right) ? b.pod : undefined;
}

/** Two files of one folder with one name or one image are rather alternatives of which one is chosen. */
function areTogether(a: Pod, b: Pod): boolean {
  if (a.owner.manifest.file === b.owner.manifest.file) return a.owner.name !== b.owner.name;
  if (!sharesFolder(a.owner, b.owner) || a.owner.name === b.owner.name) return false;
  return imageOf(a) !== imageOf(b);
}

function imageOf({ containers }: Pod): string {
  return (stringOf(containers[0]?.value.image) ?? '').replace(/[:@].*$/, '');
}

function isDaemon({ owner }: Pod): boolean {
  return owner.type === 'apps/DaemonSet';
}

/** What limits the nodes of a pod; Linux is no limit where all are. */
function placementOf({ spec }: Pod): string {
  const selector = Object.entries(objectOf(spec.nodeSelector)).filter(
    ([key, value]) => !(key === 'kubernetes.io/os' && value === 'linux'),
  );
  const affinity = getAt(spec, ['affinity', 'nodeAffinity']) ?? null;
  const name = spec.nodeName ?? null;
  if (selector.length === 0 && affinity === null && name === null) return '';
  return JSON.stringify([selector.sort(), affinity, name]);
}
