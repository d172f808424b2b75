import { answeredWithout } from '../../reach/ingress/answered.ts';
import type { Check } from '../rule.ts';
import { check as missingTarget } from './missing-target.ts';

/** A Service that an Ingress names and that is not there, unless the controller answers without asking it. */
export const check: Check = function* (ingress, context) {
  const answered = answeredWithout(context.graph, ingress);
  if (answered === 'all') return;
  for (const finding of missingTarget(ingress, context))
    yield answered === 'some' ? { ...finding, severity: finding.severity ?? 'warning' } : finding;
};
