import type { Judge } from '../statement.ts';
import { format } from './format.ts';

/**
 * When a CronJob starts: five fields, or `@daily` and the like, as robfig/cron v3 reads them (parser.go Parse, getRange,
 * parseDescriptor). A zone in front is refused by ValidateScheduleFormat.
 */
export const cronSchedule: Judge = format((text) => {
  if (text.includes('TZ')) return 'may not name a time zone; timeZone does';
  if (text.startsWith('@'))
    return isDescriptor(text)
      ? undefined
      : 'is none of @yearly, @monthly, @weekly, @daily, @hourly and @every <duration>';
  const fields = text.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== 5)
    return `has ${fields.length} fields, and a schedule has five: minute, hour, day, month, day of the week`;
  const wrong = fields.findIndex((field, index) => !isField(field, RANGES[index] ?? NO_RANGE));
  return wrong < 0
    ? undefined
    : `has ${JSON.stringify(fields[wrong])} as its ${RANGES[wrong]?.name ?? 'field'}, which is none`;
});

interface Range {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words: readonly string[];
}

const RANGES: readonly Range[] = [
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day', least: 1, most: 31, words: [] },
  {
    name: 'month',
    least: 1,
    most: 12,
    words: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of the week', least: 0, most: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];
const NO_RANGE: Range = { name: '', least: 0, most: 0, words: [] };

function isDescriptor(text: string): boolean {
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text)) return true;
  return /^@every [+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text);
}

function isField(field: string, range: Range): boolean {
  return field.split(',').every((part) => part === '' || isPart(part, range));
}

/** `*`, `?`, `1`, `1-5`, `* / 5` without blanks. */
function isPart(part: string, range: Range): boolean {
  const [span = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !(isDigits(step) && Number(step) > 0))) return false;
  const [first = '', last, ...others] = span.split('-');
  if (others.length > 0) return false;
  if (first === '*' || first === '?') return true;
  const [from, to] = [numberOf(first, range), last === undefined ? undefined : numberOf(last, range)];
  if (from === undefined || from < range.least || from > range.most) return false;
  return last === undefined || (to !== undefined && from <= to && to <= range.most);
}

function numberOf(text: string, { words }: Range): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  if (text !== '' && word >= 0) return word;
  return isDigits(text) ? Number(text) : undefined;
}

function isDigits(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

/** A name of the IANA database; `Local` is refused (validateTimeZone). */
export const timeZone: Judge = format((text) => {
  if (text === '') return 'must not be empty; leave it out for the zone of the cluster';
  if (text.toLowerCase() === 'local') return 'may not be Local';
  if (text !== text.trim()) return 'begins or ends with a blank';
  return isZone(text) ? undefined : 'is no time zone';
}, 'refused');

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
