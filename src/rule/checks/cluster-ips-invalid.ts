import { getAt, listOf, stringOf } from '../../base/json.ts';
import { parseAddress } from '../../base/addresses.ts';
import { serviceType, specOf } from '../../reach/service/service.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

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
  for (const [index, ip] of ips.entries()) {
    const family = parseAddress(ip)?.family;
    const wanted = families[index];
    if (family === undefined || wanted === undefined || wanted === `IPv${family}`) continue;
    yield {
      at: ['spec', 'clusterIPs', index],
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
