import { getAt, listOf } from '../../base/json.ts';
import { isCustom } from '../../resource/resource.ts';
import { kindOf } from '../../resource/kinds.ts';
import { rejectedFor } from '../rejected.ts';
import type { Check } from '../rule.ts';

/** dnsPolicy None without a nameserver (k/k pkg/apis/core/validation/validation.go validatePodDNSConfig). */
export const check: Check = function* (resource, { graph }) {
  if (isCustom(resource)) return;
  for (const { spec, path } of graph.podsOf(resource)) {
    if (spec.dnsPolicy !== 'None' || listOf(getAt(spec, ['dnsConfig', 'nameservers'])).length > 0) continue;
    yield {
      at: [...path, 'spec', 'dnsPolicy'],
      message: `dnsPolicy None takes all DNS settings from dnsConfig, which names no nameserver; the API server rejects ${rejectedFor(resource, `the ${kindOf(resource.type)}`)}.`,
      ...(resource.unrendered === undefined ? {} : { severity: 'warning' }),
    };
  }
};
