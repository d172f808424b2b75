import { readFile } from 'node:fs/promises';
import { nearest } from '../base/nearest.ts';
import { SEVERITIES } from '../diagnostic/diagnostic.ts';
import { counted } from '../report/summary.ts';
import type { Style } from '../report/style.ts';
import { wrap } from '../report/wrap.ts';
import { RULES } from '../rule/catalog.ts';
import type { Arguments } from './arguments.ts';
import { choose } from './arguments.ts';
import type { Io } from './io.ts';
import { EXIT } from './io.ts';
import { digest, paintPage } from './page.ts';
import { COLOR_MODES, styleFor } from './terminal.ts';
import { UsageError } from './usage.ts';

type ListedRule = Pick<(typeof RULES)[number], 'id' | 'summary' | 'category' | 'severity' | 'kinds'>;

/** Prints all rules, or the page of one. Throws a UsageError for an id that there is not. */
export async function runRules(args: Arguments, io: Io): Promise<number> {
  const [id, second] = args.operands;
  const format = choose(args, 'format', ['pretty', 'json']);
  const style = styleFor(choose(args, 'color', COLOR_MODES), io.stdout, io.env);
  if (second !== undefined) throw new UsageError(`one rule at a time: '${second}' is one too many`);
  const rules = id === undefined ? RULES : [ruleOf(id)];
  if (format === 'json') io.stdout.write(listed(rules));
  else if (id === undefined) io.stdout.write(table(rules, style, io.stdout.columns));
  else io.stdout.write(paintPage(await pageOf(id, args, io), style));
  return EXIT.clean;
}

async function pageOf(id: string, args: Arguments, { packageRoot }: Io): Promise<string> {
  const page = await readFile(new URL(`rules/${id}.md`, packageRoot), 'utf8');
  return args.switches.has('examples') ? page : digest(page, id);
}

function ruleOf(id: string): ListedRule {
  const rule = RULES.find((one) => one.id === id);
  if (rule !== undefined) return rule;
  const likely = similar(id);
  throw new UsageError(`there is no rule '${id}'`, [
    ...(likely.length === 0 ? [] : [`Did you mean ${likely.map((one) => `'${one}'`).join(' or ')}?`]),
    "'kubeplumb rules' lists them all.",
  ]);
}

/** Up to three ids that a person may have meant: one misspelled, or those that have all its words. */
function similar(id: string): readonly string[] {
  const ids = RULES.map((rule) => rule.id);
  const misspelled = nearest(id, ids);
  if (misspelled !== undefined) return [misspelled];
  const words = id
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return ids.filter((one) => words.length > 0 && words.every((word) => one.includes(word))).slice(0, 3);
}

function listed(rules: readonly ListedRule[]): string {
  const entries = rules.map(({ id, severity, category, summary, kinds }) => ({
    id,
    severity,
    category,
    summary,
    kinds,
  }));
  return `${JSON.stringify({ version: 1, rules: entries }, null, 2)}\n`;
}

/** The rules under their categories, ids in order, summaries wrapped to the terminal. */
export function table(rules: readonly ListedRule[], style: Style, width: number | undefined): string {
  const idWidth = Math.max(0, ...rules.map(({ id }) => id.length));
  const severityWidth = Math.max(0, ...SEVERITIES.map((severity) => severity.length));
  const indent = 2 + idWidth + 2 + severityWidth + 2;
  const room = width === undefined ? undefined : Math.max(30, width - indent);
  const categories = [...new Set(rules.map(({ category }) => category))].sort();
  const sections = categories.map((category) => {
    const rows = rules
      .filter((rule) => rule.category === category)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, severity, summary }) => {
        const lines = wrap(summary, room).join(`\n${' '.repeat(indent)}`);
        return `  ${style.name(id.padEnd(idWidth))}  ${style[severity](severity.padEnd(severityWidth))}  ${lines}\n`;
      });
    return `${style.strong(category)}\n${rows.join('')}\n`;
  });
  return `${sections.join('')}${counted(rules.length, 'rule')}; 'kubeplumb rules <id>' explains one.\n`;
}
