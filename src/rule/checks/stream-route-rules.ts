import { listOf } from '../../base/json.ts';
import { specOf } from '../../reach/service/service.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/**
 * Several rules where nothing tells connections apart. Sources: gateway-api config/crd, `rules.maxItems` of each version;
 * envoyproxy/gateway internal/gatewayapi/route.go processTCPRouteParentRefs, "One and only one rule is supported".
 */
export const check: Check = function* (route) {
  const rules = listOf(specOf(route).rules);
  if (route.unrendered !== undefined || rules.length < 2) return;
  const version = route.apiVersion.slice(route.apiVersion.indexOf('/') + 1);
  const refused = version === 'v1' || (version === 'v1alpha3' && route.kind === 'TLSRoute');
  if (!refused && rules.length > MOST_RULES)
    yield {
      at: ['spec', 'rules'],
      part: 'key',
      message: `${nameOf(route)} has ${rules.length} rules, and may have ${MOST_RULES}; the API server rejects it.`,
    };
  else
    yield {
      at: ['spec', 'rules'],
      part: 'key',
      ...(refused ? {} : { severity: 'warning' as const }),
      message: `${nameOf(route)} has ${rules.length} rules, and nothing tells their connections apart; ${refused ? `${version} takes one, and the API server rejects it` : 'some implementations refuse the route, others leave rules out, and v1 takes only one'}.`,
    };
};

/** Of v1alpha2. */
const MOST_RULES = 16;
