import { isList, isObject } from '../../base/json.ts';
import type { JsonValue } from '../../base/json.ts';
import { selectorOf, winnerOf } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { servicePorts, serviceType } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { formatSelector } from '../../resource/selector.ts';
import type { Check } from '../rule.ts';

/**
 * An object that a later one of the same folder overwrites. Files are taken in alphabetical order, as
 * `kubectl apply -f <folder>` does. Objects of different folders are alternatives (overlays), and those that only one
 * kustomization lists may be.
 */
export const check: Check = function* (resource, { graph }) {
  const winner = winnerOf(graph, resource);
  if (winner === undefined) return;
  const sameFile = winner.manifest.file === resource.manifest.file;
  if (!sameFile && (resource.unrendered !== undefined || winner.unrendered !== undefined)) return;
  const where = sameFile ? 'later in this file' : `in ${winner.manifest.file}`;
  const lost = resource.type === 'Service' ? lostOfService(resource, winner, sameFile) : undefined;
  const same = isSame(resource.value, winner.value);
  const what =
    lost ??
    (same || resource.type === 'Service' ? 'nothing is lost by it' : 'what is written here has no effect');
  // Files of one folder with different contents are often alternatives, of which one is applied.
  const harmless = resource.type === 'Service' ? lost === undefined : same || !sameFile;
  yield {
    at: ['metadata', 'name'],
    message: `${nameOf(resource)} is defined again ${where}, and the last one wins; ${what}.`,
    ...(harmless ? { severity: 'info' } : {}),
    related: [
      { resource: winner, message: `${nameOf(winner)} is defined again here` },
      ...(lost === undefined ? [] : dependentsOfService(graph, resource)),
    ],
  };
};

/** What requests that the earlier Service would have served come to. */
function lostOfService(earlier: Resource, later: Resource, sameFile: boolean): string | undefined {
  const offered = new Set(servicePorts(later).map(({ port, protocol }) => `${port ?? '?'}/${protocol}`));
  const lost = servicePorts(earlier).filter(
    ({ port, protocol }) => !offered.has(`${port ?? '?'}/${protocol}`),
  );
  if (lost.length > 0 && serviceType(later) !== 'ExternalName') {
    const ports = lost.map(
      ({ port, protocol }) => `${port ?? '?'}${protocol === 'TCP' ? '' : `/${protocol}`}`,
    );
    return `requests to ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(' and ')} are refused`;
  }
  const [before, after] = [selectionOf(earlier), selectionOf(later)];
  if (before !== after) return `requests go to ${after}, not to ${before}`;
  if (sameFile && opensNodes(earlier) && !opensNodes(later))
    return `it is not reachable from outside, as ${serviceType(earlier)} would be`;
  return undefined;
}

function selectionOf(service: Resource): string {
  if (serviceType(service) === 'ExternalName') return 'an external name';
  const selector = selectorOf(service);
  if (selector === undefined) return 'no pods';
  const sorted = [...selector.requirements].sort((a, b) => (a.key < b.key ? -1 : 1));
  return `pods with ${formatSelector({ requirements: sorted })}`;
}

function opensNodes(service: Resource): boolean {
  return ['NodePort', 'LoadBalancer'].includes(serviceType(service));
}

/** Whether two values are the same, whatever the order of their keys. */
function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (isObject(a)) {
    if (!isObject(b)) return false;
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
    );
  }
  return a === b;
}
