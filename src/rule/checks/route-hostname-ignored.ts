import { someOf } from '../../base/some.ts';
import { listOf, objectOf } from '../../base/json.ts';
import { attachmentsOf } from '../../reach/gateway/attachment.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** A hostname of a route that none of its listeners serves, while others of it are. */
export const check: Check = function* (route, { graph }) {
  const attachments = attachmentsOf(graph, route);
  if (
    attachments.length === 0 ||
    attachments.some(({ outcome }) => outcome !== 'accepted' && outcome !== 'refused')
  )
    return;
  const listeners = attachments.flatMap((one) => one.listeners);
  if (listeners.length === 0) return;
  for (const [index, host] of listOf(objectOf(route.value.spec).hostnames).entries()) {
    if (typeof host !== 'string' || isPlaceholderName(host)) continue;
    if (!listeners.every(({ dropped }) => dropped.includes(host.toLowerCase()))) continue;
    const patterns = [...new Set(listeners.map(({ listener }) => listener.hostname))];
    if (patterns.some(isPlaceholderName)) return;
    yield {
      at: ['spec', 'hostnames', index],
      message: `${nameOf(route)} is for ${host}, but its listeners are for ${someOf(patterns)}; requests to ${host} never get to it.`,
      related: listeners.slice(0, 5).map(({ listener }) => ({
        resource: listener.owner,
        at: [...listener.at, 'hostname'],
        message: `Listener ${listener.name} is for ${listener.hostname}`,
      })),
    };
  }
};
