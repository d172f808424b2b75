import { getAt } from '../../base/json.ts';
import { readPattern, walk } from '../../reference/pattern.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { isCustom, nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Path } from '../../base/json.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check, Finding } from '../rule.ts';

const OF_SERVICE = ['spec.ports[*].port', 'spec.ports[*].nodePort', 'spec.healthCheckNodePort'].map(
  readPattern,
);
const OF_POD = ['containers', 'initContainers']
  .flatMap((list) => [`spec.${list}[*].ports[*].containerPort`, `spec.${list}[*].ports[*].hostPort`])
  .map(readPattern);

/** Ports that are int32 in the API (api core/v1/types.go), written as strings: such an object cannot be decoded. */
export const check: Check = function* (resource, { graph }) {
  if (isCustom(resource)) return;
  if (resource.type === 'Service') yield* stringsBelow(resource, [], OF_SERVICE);
  for (const { path } of graph.podsOf(resource)) yield* stringsBelow(resource, path, OF_POD);
};

function* stringsBelow(
  resource: Resource,
  root: Path,
  patterns: readonly ReturnType<typeof readPattern>[],
): Iterable<Finding> {
  for (const pattern of patterns) {
    const found: Finding[] = [];
    walk(getAt(resource.value, root), pattern, (value, path) => {
      if (typeof value !== 'string' || isPlaceholderName(value)) return;
      const at = [...root, ...path];
      const isNumber = /^[1-9][0-9]{0,4}$/.test(value);
      found.push({
        at,
        message: `${String(path.at(-1))} ${JSON.stringify(value)} is a string${isNumber ? ' because it is quoted' : ''}, and a number is needed; the API server rejects ${rejectedFor(resource, nameOf(resource))}.`,
        ...(resource.unrendered === undefined ? {} : { severity: 'warning' }),
        fixes: isNumber
          ? [{ title: `Use the number ${value}`, safety: 'safe', edits: [{ at, value: Number(value) }] }]
          : [],
      });
    });
    yield* found;
  }
}
