import { formatPath } from '../base/json.ts';
import type { Diagnostic, Identity, Related, Severity, Suggestion } from '../diagnostic/diagnostic.ts';
import { jsonText } from './escape/json.ts';
import type { CheckResult, Summary } from '../workspace/result.ts';
import type { Locator, Range } from './locate.ts';
import { locator } from './locate.ts';

/** Version 1 of the report as `schemas/report.schema.json` describes it. */
export interface JsonReport {
  readonly version: 1;
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly summary: Summary;
}

export interface JsonDiagnostic {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  /** Null where no object could be read. */
  readonly resource: Identity | null;
  /** The field, as `spec.rules[0].host`; empty where the finding is about the document or the file. */
  readonly path: string;
  readonly related: readonly JsonRelated[];
  readonly fixes: readonly JsonFix[];
  /** Left out where there is nothing to add. */
  readonly suggestion?: Suggestion;
  readonly fingerprint: string;
}

export interface JsonRelated {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
  readonly resource: Identity | null;
}

export interface JsonFix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
}

/** The report for programs. */
export function json(result: CheckResult): string {
  return `${jsonText(jsonReport(result), 2)}\n`;
}

export function jsonReport(result: CheckResult): JsonReport {
  const places = locator(result.texts);
  const { files, documents, resources, errors, warnings, infos, copies } = result.summary;
  return {
    version: 1,
    diagnostics: result.diagnostics.map((diagnostic) => jsonDiagnostic(diagnostic, places)),
    summary: { files, documents, resources, errors, warnings, infos, copies },
  };
}

export function jsonDiagnostic(diagnostic: Diagnostic, places: Locator): JsonDiagnostic {
  const { file, range } = places.locate(diagnostic.place);
  return {
    rule: diagnostic.rule,
    severity: diagnostic.severity,
    message: diagnostic.message,
    file,
    range,
    resource: identity(diagnostic.resource),
    path: formatPath(diagnostic.place.path ?? []),
    related: diagnostic.related.map((related) => jsonRelated(related, places)),
    fixes: diagnostic.fixes.map(({ title, safety }) => ({ title, safety })),
    ...(diagnostic.suggestion === undefined ? {} : { suggestion: diagnostic.suggestion }),
    fingerprint: diagnostic.fingerprint,
  };
}

function jsonRelated({ place, message, resource }: Related, places: Locator): JsonRelated {
  const { file, range } = places.locate(place);
  return { file, range, message, resource: identity(resource) };
}

function identity(resource: Identity | undefined): Identity | null {
  if (resource === undefined) return null;
  const { apiVersion, kind, namespace, name } = resource;
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}
