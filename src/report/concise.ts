import type { CheckResult } from '../workspace/result.ts';
import { visible, visiblePath } from './escape/terminal.ts';
import { locator } from './locate.ts';
import type { Style } from './style.ts';
import { summarize } from './summary.ts';

/** One line for each finding, `file:line:column: severity[rule] message`, and as the last one the sum. */
export function concise(result: CheckResult, style: Style): string {
  const places = locator(result.texts);
  const lines = result.diagnostics.map(({ place, severity, rule, message }) => {
    const { file, range } = places.locate(place);
    const where = `${visiblePath(file)}:${range.start.line}:${range.start.column}:`;
    return `${style.name(where)} ${style[severity](`${severity}[${rule}]`)} ${visible(message)}\n`;
  });
  return `${lines.join('')}${summarize(result, style)}\n`;
}
