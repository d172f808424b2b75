import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { MapRow } from '../../reach/map/connection-map.ts';
import { entriesOf } from '../connectivity/entry.ts';
import { jsonEntry } from '../connectivity/json.ts';
import { jsonText } from '../escape/json.ts';
import { jsonDiagnostic } from '../json.ts';
import type { Locator } from '../locate.ts';
import type { Diff } from './diff.ts';

/** Version 1 of `schemas/diff.schema.json`. */
export function diffJson({ changes, findings, before, after }: Diff): string {
  const listed = changes.map(({ from, to, before: old, after: current }) => ({
    old: entries(from, to, old),
    current: entries(from, to, current),
  }));
  const report = {
    version: 1,
    connections: {
      added: listed.flatMap(({ old, current }) => (old.length === 0 ? current : [])),
      removed: listed.flatMap(({ old, current }) => (current.length === 0 ? old : [])),
      changed: listed.flatMap(({ old, current }) =>
        old.length === 0 || current.length === 0 ? [] : [{ before: old, after: current }],
      ),
    },
    findings: {
      added: list(findings.added, after.places),
      fixed: list(findings.fixed, before.places),
    },
  };
  return `${jsonText(report, 2)}\n`;
}

function entries(
  from: MapRow['from'],
  to: MapRow['to'],
  open: MapRow['open'],
): ReturnType<typeof jsonEntry>[] {
  return entriesOf({ from, to, open }).map(jsonEntry);
}

function list(diagnostics: readonly Diagnostic[], places: Locator): readonly object[] {
  return diagnostics.map((one) => jsonDiagnostic(one, places));
}
