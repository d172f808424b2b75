import type { Severity } from '../../diagnostic/diagnostic.ts';
import { nameOf } from '../../resource/resource.ts';
import { verdictsOn } from '../admission/evaluate.ts';
import type { Check } from '../rule.ts';

/** An object that a ValidatingAdmissionPolicy of the input does not let in. */
export const check: Check = function* (resource, { graph }) {
  for (const verdict of verdictsOn(graph, resource)) {
    if (verdict.is !== 'denied') continue;
    const { policy, binding, validation, message, at } = verdict;
    const { actions } = binding;
    const effect = actions.includes('Deny')
      ? 'the API server rejects it'
      : actions.includes('Warn')
        ? 'clients are warned'
        : 'it is noted in the audit log';
    yield {
      at,
      severity: severityOf(actions),
      message: `${nameOf(resource)} does not pass ${nameOf(policy.resource)}: ${message.replace(/\.$/, '')}; ${effect}.`,
      related: [
        {
          resource: policy.resource,
          at: ['spec', 'validations', validation.index, 'expression'],
          message: `${nameOf(policy.resource)} asks this`,
        },
        { resource: binding.resource, message: `${nameOf(binding.resource)} puts it to work` },
      ],
    };
  }
};

function severityOf(actions: readonly string[]): Severity {
  if (actions.includes('Deny')) return 'error';
  return actions.includes('Warn') ? 'warning' : 'info';
}
