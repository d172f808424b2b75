import { isObject, listOf, objectOf } from '../../base/json.ts';
import { nameOf } from '../../resource/resource.ts';
import { expressionCosts } from '../cel/estimate/definition.ts';
import type { ExpressionCost } from '../cel/estimate/definition.ts';
import type { Check } from '../rule.ts';

/** apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go StaticEstimatedCostLimit, StaticEstimatedCRDCostLimit. */
const PER_EXPRESSION = 10_000_000;
const PER_SCHEMA = 100_000_000;

/** Expressions of a definition whose cost the API server estimates beyond what it takes. */
export const check: Check = function* (definition) {
  if (definition.unrendered !== undefined || definition.apiVersion !== 'apiextensions.k8s.io/v1') return;
  for (const [index, version] of listOf(objectOf(definition.value.spec).versions).entries()) {
    const schema = objectOf(objectOf(version).schema).openAPIV3Schema;
    if (!isObject(schema)) continue;
    const at = ['spec', 'versions', index, 'schema', 'openAPIV3Schema'];
    const costs = [...expressionCosts(schema)];
    const over = costs.filter(({ total }) => total > PER_EXPRESSION);
    for (const cost of over)
      yield {
        at: [...at, ...cost.at],
        message:
          `This expression of ${nameOf(definition)} is over budget: it may cost ${costOf(cost)}, more than ` +
          `${PER_EXPRESSION}, and the API server refuses the definition. Smaller maxItems, maxProperties and maxLength of ` +
          'what it reads and of what it stands in lower the estimate.',
      };
    const all = costs.reduce((sum, { total }) => sum + total, 0);
    if (over.length > 0 || all <= PER_SCHEMA) continue;
    yield {
      at,
      part: 'key',
      message:
        `The expressions of ${nameOf(definition)} together are over budget: they may cost ${rounded(all)}, more than ` +
        `${PER_SCHEMA}, and the API server refuses the definition. Smaller maxItems, maxProperties and maxLength lower the ` +
        'estimate.',
      related: costs
        .toSorted((a, b) => b.total - a.total)
        .slice(0, 4)
        .map((cost) => ({
          resource: definition,
          at: [...at, ...cost.at],
          message: `this one may cost ${costOf(cost)}`,
        })),
    };
  }
};

function costOf({ each, values, total }: ExpressionCost): string {
  return values === 1 ? rounded(total) : `${rounded(each)} for each of ${values} values`;
}

/** Beyond a thousand millions the number says nothing more. */
function rounded(cost: number): string {
  return cost > 1e9 ? 'more than 1000000000' : String(cost);
}
