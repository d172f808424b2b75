const SIDE_NAMES: ReadonlySet<string> = new Set([
  'metrics',
  'http-metrics',
  'https-metrics',
  'prometheus',
  'prom',
  'monitoring',
  'telemetry',
  'health',
  'healthz',
  'admin',
  'debug',
  'pprof',
  'http-envoy-prom',
]);

/** Whether a container port of this name is for those who watch the program, not for those who use it. */
export function isSidePort(name: string): boolean {
  return SIDE_NAMES.has(name);
}
