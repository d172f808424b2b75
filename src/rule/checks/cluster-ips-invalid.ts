import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import { parseAddress } from '../../base/addresses.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Check, Finding } from '../rule.ts';

/** Addresses of a Service that do not fit each other (k/k pkg/apis/core/validation ValidateServiceClusterIPsRelatedFields). */
export const check: Check = function* (service) {
  const spec = specOf(service);
  if (service.unrendered !== undefined || serviceType(service) === 'ExternalName') return;
  const ips = listOf(spec.clusterIPs).filter((one) => typeof one === 'string');
  const clusterIP = stringOf(spec.clusterIP) ?? '';
  if ([clusterIP, ...ips].some(isPlaceholderName)) return;
  const reject = `the API server rejects ${nameOf(service)}.`;
  // Words are another rule's.
  if (/^(?=[^.:]*[.:])[\d.:a-f]*$/i.test(clusterIP) && parseAddress(clusterIP) === undefined)
    yield { at: ['spec', 'clusterIP'], message: `clusterIP ${clusterIP} is no address; ${reject}` };
  const [first, second] = ips;
  if (first !== undefined && clusterIP !== '' && first !== clusterIP)
    yield {
      at: ['spec', 'clusterIPs', 0],
      message: `The first of clusterIPs is ${first}, and clusterIP is ${clusterIP}; they must be the same, and ${reject}`,
      related: [{ resource: service, at: ['spec', 'clusterIP'], message: `clusterIP is ${clusterIP}` }],
    };
  if (ips.length > 2)
    yield {
      at: ['spec', 'clusterIPs'],
      part: 'key',
      message: `clusterIPs has ${ips.length} addresses, and may have one of each family; ${reject}`,
    };
  else if (first !== undefined && second !== undefined) {
    const [a, b] = [parseAddress(first)?.family, parseAddress(second)?.family];
    if (first === 'None' || second === 'None')
      yield {
        at: ['spec', 'clusterIPs'],
        part: 'key',
        message: `clusterIPs has None beside an address; None stands alone, and ${reject}`,
      };
    else if (a !== undefined && a === b)
      yield {
        at: ['spec', 'clusterIPs', 1],
        message: `Both clusterIPs are of IPv${a}; two must be of different families, and ${reject}`,
      };
  }
  const families = listOf(spec.ipFamilies).filter((one) => typeof one === 'string');
  // clusterIP is copied where clusterIPs is left out (pkg/api/service NormalizeClusterIPs).
  const written = ips.length > 0 || clusterIP === '' ? ips : [clusterIP];
  for (const [index, ip] of written.entries()) {
    const family = parseAddress(ip)?.family;
    const wanted = families[index];
    if (family === undefined || wanted === undefined || wanted === `IPv${family}`) continue;
    yield {
      at: ips.length > 0 ? ['spec', 'clusterIPs', index] : ['spec', 'clusterIP'],
      message: `${ip} is of IPv${family}, and ipFamilies says ${wanted} at this place; ${reject}`,
      related: [
        { resource: service, at: ['spec', 'ipFamilies', index], message: `ipFamilies says ${wanted}` },
      ],
    };
  }
  const [one, two] = families;
  if (families.length > 2 || (one !== undefined && one === two))
    yield {
      at: ['spec', 'ipFamilies'],
      part: 'key',
      message: `ipFamilies is ${families.join(', ')}, and takes IPv4 and IPv6 once each; ${reject}`,
    };
  yield* ofPolicy(service, ips, families, reject);
  for (const [index, text] of listOf(getAt(service.value, ['spec', 'externalIPs'])).entries()) {
    if (typeof text !== 'string' || isPlaceholderName(text)) continue;
    const problem = externalProblem(text);
    if (problem !== undefined)
      yield {
        at: ['spec', 'externalIPs', index],
        message: `externalIPs has ${text}, which ${problem}; ${reject}`,
      };
  }
};

/**
 * Two families, or an address of each, are for a dual-stack policy. None is SingleStack, unless the Service is headless and without
 * selector (k/k pkg/registry/core/service/storage/alloc.go initIPFamilyFields).
 */
function* ofPolicy(
  service: Resource,
  ips: readonly string[],
  families: readonly string[],
  reject: string,
): Iterable<Finding> {
  const spec = specOf(service);
  const policy = spec.ipFamilyPolicy ?? undefined;
  const isBare =
    [spec.clusterIP, ips[0]].includes('None') && Object.keys(objectOf(spec.selector)).length === 0;
  if (policy === undefined ? isBare : policy !== 'SingleStack') return;
  const of = families.length === 2 ? 'ipFamilies' : 'clusterIPs';
  const both = families.length === 2 ? families : ips;
  // Of two alike another finding tells.
  const kinds = new Set(both.map((one) => parseAddress(one)?.family ?? one));
  if (both.length !== 2 || kinds.size < 2 || kinds.has('None')) return;
  yield {
    at: ['spec', policy === undefined ? of : 'ipFamilyPolicy'],
    ...(policy === undefined ? { part: 'key' } : {}),
    message: `${of} is ${both.join(', ')}, but ipFamilyPolicy is SingleStack${policy === undefined ? ' unless it is written' : ''}; two take PreferDualStack or RequireDualStack, and ${reject}`,
    ...(policy === undefined
      ? {}
      : { related: [{ resource: service, at: ['spec', of], message: `${of} has two` }] }),
    fixes:
      policy === undefined
        ? []
        : [
            {
              title: 'Use PreferDualStack',
              safety: 'unsafe',
              edits: [{ at: ['spec', 'ipFamilyPolicy'], value: 'PreferDualStack' }],
            },
          ],
  };
}

/** ValidateNonSpecialIP: addresses that lead to the node itself, or to no single machine. */
function externalProblem(text: string): string | undefined {
  const address = parseAddress(text);
  if (address === undefined) return 'is no address';
  const special = SPECIAL.find(({ pattern }) => pattern.test(text.toLowerCase()));
  return special === undefined ? undefined : `is ${special.name}`;
}

const SPECIAL = [
  { name: 'the unspecified address', pattern: /^(?:0\.0\.0\.0|::|0:0:0:0:0:0:0:0)$/ },
  { name: 'a loopback address', pattern: /^(?:127\.|::1$)/ },
  { name: 'a link-local address', pattern: /^(?:169\.254\.|fe[89ab][0-9a-f]:)/ },
  { name: 'a link-local multicast address', pattern: /^(?:224\.0\.0\.|ff02:)/ },
] as const;
