import { getAt, listOf, objectOf, stringOf } from '../../base/json.ts';
import { parseAddress } from '../../base/addresses.ts';
import { isPlaceholderName } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** Limits of k/k pkg/apis/discovery/validation/validation.go. */
const MOST_ENDPOINTS = 1000;
const MOST_ADDRESSES = 100;

/** Addresses of an EndpointSlice that are not of its addressType, and more of them than it takes (ValidateEndpointSlice). */
export const check: Check = function* (slice) {
  const type = stringOf(slice.value.addressType);
  const endpoints = listOf(slice.value.endpoints);
  if (endpoints.length > MOST_ENDPOINTS)
    yield {
      at: ['endpoints'],
      part: 'key',
      message: `${nameOf(slice)} has ${endpoints.length} endpoints, and may have ${MOST_ENDPOINTS}; the API server rejects it.`,
    };
  for (const [index, endpoint] of endpoints.entries()) {
    const addresses = listOf(objectOf(endpoint).addresses);
    const at = ['endpoints', index, 'addresses'];
    if (addresses.length > MOST_ADDRESSES || addresses.length === 0)
      yield {
        at: getAt(slice.value, at) === undefined ? ['endpoints', index] : at,
        message: `An endpoint of ${nameOf(slice)} has ${addresses.length === 0 ? 'no' : addresses.length} addresses, and takes 1 to ${MOST_ADDRESSES}; the API server rejects it.`,
      };
    for (const [place, address] of addresses.entries()) {
      if (typeof address !== 'string' || isPlaceholderName(address)) continue;
      const family = parseAddress(address)?.family;
      const found = family === undefined ? 'no address' : `of IPv${family}`;
      // An IPv4 address is a DNS name, too (ValidateDNS1123Subdomain).
      const fits = type === 'FQDN' ? family !== 6 : type === `IPv${family ?? ''}`;
      if (fits || (type !== 'IPv4' && type !== 'IPv6' && type !== 'FQDN')) continue;
      yield {
        at: [...at, place],
        message: `${address} is ${found}, but the addressType of ${nameOf(slice)} is ${type}; the API server rejects it.`,
        related: [{ resource: slice, at: ['addressType'], message: `addressType is ${type}` }],
      };
    }
  }
};
