import { getAt, stringOf } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import type { Check } from '../rule.ts';

/** The two Services of a Rollout that are one: the controller refuses it. */
export const check: Check = function* (rollout) {
  if (rollout.unrendered !== undefined) return;
  for (const [strategy, first, second] of [
    ['canary', 'stableService', 'canaryService'],
    ['blueGreen', 'activeService', 'previewService'],
  ] as const) {
    const base = ['spec', 'strategy', strategy];
    const [a, b] = [
      stringOf(getAt(rollout.value, [...base, first])),
      stringOf(getAt(rollout.value, [...base, second])),
    ];
    if (a === undefined || a === '' || a !== b) continue;
    yield {
      at: [...base, second],
      message: `${nameOf(rollout)} names Service ${a} as ${first} and as ${second}; the controller refuses the Rollout (InvalidSpec), and nothing is rolled out.`,
      related: [{ resource: rollout, at: [...base, first], message: `${first} is ${a}, too` }],
    };
  }
};
