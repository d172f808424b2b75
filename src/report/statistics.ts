import type { Diagnostic, Severity } from '../diagnostic/diagnostic.ts';
import { SEVERITIES } from '../diagnostic/diagnostic.ts';
import type { Style } from './style.ts';

/** How often each rule found something, by its gravest severity, the most frequent first. */
export function statistics(diagnostics: readonly Diagnostic[], style: Style): string {
  const byRule = new Map<string, { count: number; severity: Severity }>();
  for (const { rule, severity } of diagnostics) {
    const entry = byRule.get(rule) ?? { count: 0, severity };
    entry.count++;
    if (gravity(severity) < gravity(entry.severity)) entry.severity = severity;
    byRule.set(rule, entry);
  }
  const rows = [...byRule].sort(
    ([a, one], [b, other]) =>
      gravity(one.severity) - gravity(other.severity) || other.count - one.count || (a < b ? -1 : 1),
  );
  const width = Math.max(0, ...rows.map(([, { count }]) => String(count).length));
  const severityWidth = Math.max(0, ...rows.map(([, { severity }]) => severity.length));
  return rows
    .map(
      ([rule, { count, severity }]) =>
        `${String(count).padStart(width)}  ${style[severity](severity.padEnd(severityWidth))}  ${style.name(rule)}\n`,
    )
    .join('');
}

/** The gravest of the findings, in their order: as many as are wanted. */
export function gravest(diagnostics: readonly Diagnostic[], most: number): readonly Diagnostic[] {
  if (diagnostics.length <= most) return diagnostics;
  const kept = new Set(
    diagnostics.toSorted((a, b) => gravity(a.severity) - gravity(b.severity)).slice(0, most),
  );
  return diagnostics.filter((one) => kept.has(one));
}

function gravity(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
