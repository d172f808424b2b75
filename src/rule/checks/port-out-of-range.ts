import { numberOf } from '../../base/json.ts';
import type { JsonValue, Path } from '../../base/json.ts';
import { getAt } from '../../base/json.ts';
import { servicePorts } from '../../reach/service/service.ts';
import { isCustom } from '../../resource/resource.ts';
import { kindOf } from '../../resource/kinds.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check, Finding } from '../rule.ts';

/**
 * Port numbers outside of 1 to 65535. Zero stands for "left out" where a field may be left out (apimachinery
 * pkg/util/validation/validation.go IsValidPortNum, called by validateServicePort and validateContainerPorts).
 */
export const check: Check = function* (resource, { graph }) {
  const refused = (at: Path, zero: 'left out' | 'refused'): Finding | undefined => {
    const value: JsonValue | undefined = getAt(resource.value, at);
    const port = numberOf(value);
    if (port === undefined || !Number.isInteger(port) || (port >= 1 && port <= 65535)) return undefined;
    if (port === 0 && zero === 'left out') return undefined;
    return {
      at,
      message: `${String(at.at(-1))} ${port} is no port; ports are 1 to 65535, and the API server rejects ${rejectedFor(resource, `the ${kindOf(resource.type)}`)}.`,
    };
  };
  const found: (Finding | undefined)[] = [];
  if (resource.type === 'Service') {
    for (const { path } of servicePorts(resource))
      found.push(refused([...path, 'port'], 'refused'), refused([...path, 'targetPort'], 'left out'));
  }
  if (!isCustom(resource)) {
    for (const { path } of graph
      .podsOf(resource)
      .flatMap(({ containers }) => containers.flatMap((c) => c.ports)))
      found.push(refused([...path, 'containerPort'], 'refused'), refused([...path, 'hostPort'], 'left out'));
  }
  for (const finding of found) if (finding !== undefined) yield finding;
};
