import type { RouteTarget } from './entry.ts';
import type { Request } from './request.ts';

/**
 * What becomes of the targets of a rule for one request: one list where its headers decide or the weights do, two where nobody
 * knows whether a header does. Of several canaries the controller asks the first only.
 */
export function chosenTargets(
  targets: readonly RouteTarget[],
  request: Request,
): readonly (readonly RouteTarget[])[] {
  const canary = targets.find(({ takes }) => takes !== undefined);
  const taken = canary?.takes?.(request);
  if (canary === undefined || taken === undefined) return [targets];
  const all: readonly RouteTarget[] = [{ ...plain(canary), weight: 1 }];
  if (taken === 'yes') return [all];
  const others = targets.filter((one) => one !== canary && one.takes === undefined);
  const sum = others.reduce((total, { weight }) => total + weight, 0);
  const rest = others.map((one) => ({ ...one, weight: sum === 0 ? 1 / others.length : one.weight / sum }));
  return taken === 'no' ? [rest] : [all, targets];
}

/** Without what is said of other requests. */
function plain({ at, source, kind, namespace, name, port, weight, broken }: RouteTarget): RouteTarget {
  const target = { at, source, kind, namespace, name, port, weight };
  return broken === undefined ? target : { ...target, broken };
}
