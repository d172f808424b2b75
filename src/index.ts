import { doors } from './reach/route/doors.ts';
import { jsonReport } from './report/json.ts';
import type { JsonReport } from './report/json.ts';
import type { SourceFile } from './source/file.ts';
import type { CheckOptions } from './workspace/options.ts';
import { Workspace } from './workspace/workspace.ts';

/**
 * The library: checks texts, without files, terminals or processes. What comes back is the report of
 * `kubeplumb check --format json`, whose schema is `kubeplumb/report.schema.json`.
 */
export function check(files: readonly SourceFile[], options: Partial<CheckOptions> = {}): JsonReport {
  return jsonReport(new Workspace(withDefaults(options)).check(files));
}

export interface Measurement {
  readonly parseMs: number;
  readonly indexMs: number;
  readonly rulesMs: number;
  readonly totalMs: number;
  readonly documents: number;
  readonly resources: number;
  readonly diagnostics: number;
}

/** Checks texts and tells how long each step took, for the benchmark. */
export function measure(files: readonly SourceFile[], options: Partial<CheckOptions> = {}): Measurement {
  const started = performance.now();
  const workspace = new Workspace(withDefaults(options));
  const { summary, diagnostics } = workspace.check(files);
  return {
    ...workspace.timings,
    totalMs: performance.now() - started,
    documents: summary.documents,
    resources: summary.resources,
    diagnostics: diagnostics.length,
  };
}

/** Makes the route tables of texts and tells how long that took without reading them, for the benchmark. */
export function measureRoutes(files: readonly SourceFile[]): {
  readonly tableMs: number;
  readonly rules: number;
} {
  const { graph } = new Workspace(withDefaults({})).read(files);
  const started = performance.now();
  const rules = doors(graph).flatMap(({ hosts }) =>
    [...hosts.values()].flatMap(({ entries }) => entries),
  ).length;
  return { tableMs: performance.now() - started, rules };
}

function withDefaults(options: Partial<CheckOptions>): CheckOptions {
  return { closedWorld: false, ...options };
}

export type { CheckOptions, JsonReport, SourceFile };
