import { derived } from '../../base/derived.ts';
import { NearWords } from '../../base/near-words.ts';
import { podsInSight } from '../../reach/service/behind.ts';
import { dependentsOfService } from '../../reach/chain.ts';
import { declaredOn, numbersOf, protocolKey } from '../../reach/service/declared.ts';
import { isHeadless, servicePorts } from '../../reach/service/service.ts';
import type { ServicePort } from '../../reach/service/service.ts';
import { isWrittenName, listContainerPorts } from '../../reach/service/target-port.ts';
import { isPlaceholder, isPlaceholderName } from '../../reference/world.ts';
import type { ContainerPort, Pod } from '../../resource/pod.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import { ofEveryCopy } from '../every-copy.ts';
import { relatedSome } from '../related-some.ts';
import type { Check, Finding, FindingFix, RelatedObject } from '../rule.ts';

/** A Service port whose target is a name that no pod behind the Service declares. */
export const check: Check = ofEveryCopy(function* (service, { graph }) {
  const named = servicePorts(service).filter(isWrittenName);
  if (named.length === 0) return;
  const behind = podsInSight(graph, service);
  if (behind === undefined) return;
  const { ports, byName } = declaredOn(behind.all);
  if (derived(ports, 'filled in later', () => ports.some(isFilledInLater))) return;
  for (const port of named) {
    if (byName.has(protocolKey(port.targetPort, port.protocol))) continue;
    const finding = findingOf(service, port, behind.all);
    yield {
      ...finding,
      // The name of a headless Service leads to its pods all the same, whatever its ports are (SV6).
      ...(isHeadless(service) ? { severity: 'warning' } : {}),
      related: [...(finding.related ?? []), ...dependentsOfService(graph, service, port)],
    };
  }
});

/** What is no number, or no protocol, is another rule's finding, or will be one. */
function isFilledInLater({ name, port, protocol }: ContainerPort): boolean {
  return isPlaceholderName(name) || port === undefined || isPlaceholder(protocol);
}

function findingOf(service: Resource, port: ServicePort, pods: readonly Pod[]): Finding {
  const target = String(port.targetPort);
  const refused = isHeadless(service)
    ? `port ${port.port ?? '?'} has no endpoints for Ingresses, monitors and SRV records`
    : `port ${port.port ?? '?'} has no endpoints, and requests to it are refused`;
  const { named, onInit } = declaredOn(pods);
  const other = named.get(target)?.find(({ protocol }) => protocol !== port.protocol);
  if (other !== undefined) {
    return {
      at: port.targetPath,
      message: `${nameOf(service)} sends ${port.protocol} to container port ${target}, which is ${other.protocol} on ${ownersOf(pods)}; ${refused}.`,
      related: declarations(pods, other),
    };
  }
  const init = onInit.get(target);
  if (init !== undefined) {
    return {
      at: port.targetPath,
      message: `${nameOf(service)} sends requests to container port ${target}, which only an init container of ${ownersOf(pods)} declares; ${refused}.`,
      related: declarations(pods, init),
    };
  }
  const near = derived(pods, `near ${protocolKey(target, port.protocol)}`, () =>
    namesOf(pods, port.protocol).nearest(target),
  );
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return {
    at: port.targetPath,
    message: `${nameOf(service)} sends requests to container port ${target}, but ${ownersOf(pods)} declares ${listContainerPorts(pods)}; ${refused}.${hint}`,
    related: relatedSome(pods, (pod) => ({
      resource: pod.owner,
      at: [...pod.path, 'spec', 'containers', 0, 'ports'],
      message: `${nameOf(pod.owner)} declares ${listContainerPorts([pod])}`,
    })),
    fixes: fixesOf(port, pods, near),
  };
}

function fixesOf(port: ServicePort, pods: readonly Pod[], near: string | undefined): readonly FindingFix[] {
  const numbers = numbersOf(pods, port.protocol);
  const [only] = numbers;
  const value = near ?? (numbers.size === 1 ? only : undefined);
  if (value === undefined) return [];
  return [{ title: `Use port ${value}`, safety: 'unsafe', edits: [{ at: port.targetPath, value }] }];
}

function namesOf(pods: readonly Pod[], wanted: string): NearWords {
  return derived(
    pods,
    `names ${wanted}`,
    () =>
      new NearWords(
        declaredOn(pods).ports.flatMap(({ name, protocol }) =>
          name !== '' && protocol === wanted ? [name] : [],
        ),
      ),
  );
}

function declarations(pods: readonly Pod[], port: ContainerPort): readonly RelatedObject[] {
  const pod = pods.find(({ containers }) => containers.some(({ ports }) => ports.includes(port)));
  return pod === undefined
    ? []
    : [{ resource: pod.owner, at: port.path, message: `${nameOf(pod.owner)} declares the port here` }];
}

function ownersOf(pods: readonly Pod[]): string {
  const owners = derived(pods, 'owners', () => [...new Set(pods.map(({ owner }) => owner))]);
  const [first] = owners;
  if (first === undefined) return 'no pod';
  return owners.length === 1 ? nameOf(first) : `each of ${owners.slice(0, 3).map(nameOf).join(', ')}`;
}
