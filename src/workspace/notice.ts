import type { Diagnostic, Place, Severity } from '../diagnostic/diagnostic.ts';
import { fingerprintOfText } from '../diagnostic/fingerprint.ts';
import { RULES } from '../rule/catalog.ts';

/** Something to say about reading the input. */
export interface Notice {
  readonly rule: string;
  readonly message: string;
  readonly place: Place;
}

/** The rule's file says how severe it is. */
export function diagnosticOf({ rule, message, place }: Notice): Diagnostic {
  return {
    rule,
    severity: SEVERITY_OF.get(rule) ?? 'error',
    message,
    place,
    related: [],
    fixes: [],
    fingerprint: fingerprintOfText(rule, message),
  };
}

const SEVERITY_OF: ReadonlyMap<string, Severity> = new Map(RULES.map(({ id, severity }) => [id, severity]));
