import { someOf } from '../../base/some.ts';
import { nearest } from '../../base/nearest.ts';
import { getAt, stringOf } from '../../base/json.ts';
import { isWhole } from '../../reach/service/behind.ts';
import { dependentsOfPod } from '../../reach/chain.ts';
import { formatContainerPort, isPortName } from '../../reach/service/target-port.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import type { Container } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** What comes of a probe that cannot be made: its result is thrown away, so what it began with stays. */
const PROBES = [
  { field: 'startupProbe', word: 'startup', effect: 'the pod never becomes ready', fatal: true },
  { field: 'readinessProbe', word: 'readiness', effect: 'the pod never becomes ready', fatal: true },
  { field: 'livenessProbe', word: 'liveness', effect: 'the probe never runs', fatal: false },
] as const;

/** A probe that asks for a port by a name that its own container does not declare. */
export const check: Check = function* (resource, { graph }) {
  for (const pod of graph.podsOf(resource)) {
    if (!isWhole(pod)) continue;
    for (const container of pod.containers) {
      if (container.role === 'init') continue;
      for (const { field, word, effect, fatal } of PROBES) {
        for (const handler of ['httpGet', 'tcpSocket']) {
          const port = stringOf(getAt(container.value, [field, handler, 'port']));
          if (port === undefined || !isPortName(port)) continue;
          if (container.ports.some(({ name }) => name === port || isPlaceholderName(name))) continue;
          const near = nearest(port, namesOf(container));
          const at = [...container.path, field, handler, 'port'];
          const other = pod.containers.find((one) => namesOf(one).includes(port));
          const where =
            other === undefined
              ? `which declares ${list(container)}`
              : `which does not declare it; container ${other.name} does, but a probe looks at its own`;
          yield {
            at,
            message: `The ${word} probe of ${nameOf(resource)} asks for port ${port} of container ${container.name}, ${where}; ${effect}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
            // Nobody waits for the pods of a Job to be ready.
            ...(fatal && !pod.runsToCompletion ? {} : { severity: 'warning' }),
            related: fatal ? dependentsOfPod(graph, pod) : [],
            fixes:
              near === undefined
                ? []
                : [{ title: `Use port ${near}`, safety: 'unsafe', edits: [{ at, value: near }] }],
          };
        }
      }
    }
  }
};

function namesOf({ ports }: Container): readonly string[] {
  return ports.map(({ name }) => name).filter((name) => name !== '');
}

function list({ ports }: Container): string {
  return ports.length === 0 ? 'no ports' : someOf(ports.map(formatContainerPort));
}
