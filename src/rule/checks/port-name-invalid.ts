import type { Path } from '../../base/json.ts';
import { servicePorts } from '../../reach/service/service.ts';
import { isCustom } from '../../resource/resource.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { kindOf } from '../../resource/kinds.ts';
import { portNameProblem } from '../../resource/port-name.ts';
import type { Resource } from '../../resource/resource.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check, Finding } from '../rule.ts';

/**
 * Names of container ports and named target ports that the API server refuses (k/k
 * pkg/apis/core/validation/validation.go validateContainerPorts and ValidatePortNumOrName).
 */
export const check: Check = function* (resource, { graph }) {
  if (resource.type === 'Service') {
    for (const { targetPort, targetPath } of servicePorts(resource)) {
      if (typeof targetPort === 'string') yield* refused(resource, targetPath, targetPort);
    }
  }
  if (isCustom(resource)) return;
  for (const pod of graph.podsOf(resource)) {
    for (const { ports } of pod.containers) {
      for (const { path, name } of ports) if (name !== '') yield* refused(resource, [...path, 'name'], name);
    }
  }
};

function* refused(resource: Resource, at: Path, name: string): Iterable<Finding> {
  const problem = portNameProblem(name);
  if (problem === undefined || isPlaceholderName(name)) return;
  const isTarget = at.at(-1) === 'targetPort';
  if (isTarget && isPortNumber(name)) {
    yield {
      at,
      message: `targetPort ${JSON.stringify(name)} is a name because it is quoted, and a name without a letter is refused; the API server rejects the Service. Write the number without quotes.`,
      fixes: [{ title: `Use the number ${name}`, safety: 'safe', edits: [{ at, value: Number(name) }] }],
    };
    return;
  }
  yield {
    at,
    message: `The API server rejects ${rejectedFor(resource, `the ${kindOf(resource.type)}`)}: ${isTarget ? 'targetPort' : 'the port name'} ${name} is no port name (${problem}).`,
  };
}

function isPortNumber(name: string): boolean {
  return /^[1-9][0-9]{0,4}$/.test(name) && Number(name) <= 65535;
}
