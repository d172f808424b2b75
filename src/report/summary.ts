import type { CheckResult } from '../workspace/result.ts';
import type { Style } from './style.ts';

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The last line of a report: what was found, in how much, and what the report leaves out. */
export function summarize(result: CheckResult, style: Style): string {
  const { files, resources, errors, warnings, infos, copies } = result.summary;
  const scope = `in ${counted(files, 'file')} (${counted(resources, 'resource')})`;
  const found = [
    errors > 0 ? style.error(counted(errors, 'error')) : '',
    warnings > 0 ? style.warning(counted(warnings, 'warning')) : '',
    infos > 0 ? style.info(counted(infos, 'info')) : '',
  ].filter((part) => part !== '');
  const aside = copies > 0 ? `; ${counted(copies, 'info')} of copies not shown (--show copies)` : '';
  if (found.length === 0) {
    return resources === 0
      ? style.warning(`No Kubernetes resources found in ${counted(files, 'file')}.`)
      : `${style.good('No problems found')} ${scope}${aside}.`;
  }
  const hidden = errors + warnings + infos - result.diagnostics.length;
  return `Found ${enumerate(found)} ${scope}${hidden > 0 ? `; ${hidden} not shown` : ''}${aside}.`;
}

function enumerate(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
