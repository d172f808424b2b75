import type { Diagnostic, Place, Severity } from '../diagnostic/diagnostic.ts';
import { fingerprint } from '../diagnostic/fingerprint.ts';
import type { Path } from '../base/json.ts';
import { RULES } from '../rule/catalog.ts';

/** Something to say about reading the input; `subject` tells several of one rule in one file apart. */
export interface Notice {
  readonly rule: string;
  readonly message: string;
  readonly place: Place;
  readonly subject?: Path;
}

/** The rule's file says how severe it is. */
export function diagnosticOf({ rule, message, place, subject }: Notice): Diagnostic {
  return {
    rule,
    severity: SEVERITY_OF.get(rule) ?? 'error',
    message,
    place,
    related: [],
    fixes: [],
    fingerprint: fingerprint(rule, place.file, undefined, subject),
  };
}

const SEVERITY_OF: ReadonlyMap<string, Severity> = new Map(RULES.map(({ id, severity }) => [id, severity]));
