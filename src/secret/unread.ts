import type { Span } from '../document/document.ts';
import { secretSpans } from './assignments.ts';
import { namesSecret } from './naming.ts';

/**
 * What is hidden of a text that could not be read as a document. Nobody knows what it means, so more is hidden than in one
 * that could: of a Secret everything but the names of its fields, and elsewhere whatever stands beside a name that says so.
 */
export function unreadSpans(text: string): readonly Span[] {
  const hide = IS_SECRET.test(text) ? ofSecret() : ofVariables(IS_PATCH.test(text));
  const spans: Span[] = [];
  let offset = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const body = line.trimEnd();
    const found = /last-applied|kapp\.k14s\.io\/original/.test(body)
      ? [{ start: 0, end: body.length }]
      : [...hide(body), ...secretSpans(body)];
    spans.push(...found.map(({ start, end }) => ({ start: start + offset, end: end + offset })));
    offset += line.length;
  }
  return spans;
}

const IS_SECRET = /\bkind[ \t:"'\\]*\w*Secret|^[ \t]*["']?stringData\b/im;

/** An operation on the data of a Secret (RFC 6902), or of a ConfigMap: nobody can tell. */
const IS_PATCH = /\bpath["']?[ \t]*:[ \t]*["']?\/(?:data|stringData)\b/;

type Hide = (line: string) => readonly Span[];

/** The lines of a Secret but for their keys, and for a few fields outside of its data. */
function ofSecret(): Hide {
  /** Columns before `data` and before its first entry, while in it. */
  let data: { readonly indent: number; readonly entries: number | undefined } | undefined;
  return (line) => {
    if (line === '') return [];
    const indent = line.search(/[^ \t]/);
    const field = /^[ \t]*["']?([\w./-]+)["']?[ \t]*:(?=[ \t]|$)/.exec(line);
    const [start = '', name = ''] = field ?? [];
    const rest = [{ start: start.length, end: line.length }];
    if (data !== undefined && indent > data.indent) {
      data = { ...data, entries: data.entries ?? indent };
      // Whatever is deeper than an entry may be a part of its value, a word before a colon, too.
      return field !== null && indent === data.entries ? rest : [{ start: 0, end: line.length }];
    }
    data = name === 'data' || name === 'stringData' ? { indent, entries: undefined } : undefined;
    if (OPEN.has(name) || /^---\s*$/.test(line)) return [];
    return rest;
  };
}

const OPEN: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'name', 'namespace', 'type']);

/** `- name: DB_PASSWORD`, and the value on the same line or below; of a patch every value. */
function ofVariables(isPatch: boolean): Hide {
  let told = isPatch;
  return (line) => {
    const name = /\bname[ \t:"']*([\w.-]+)/.exec(line)?.[1];
    if (name !== undefined) told = isPatch || namesSecret(name);
    else if (/^[ \t]*-/.test(line)) told = isPatch;
    if (!told) return [];
    const value = line.search(/\bvalue\b/);
    if (value !== -1) return [{ start: value + 'value'.length, end: line.length }];
    if (name !== undefined || /^[ \t]*(?:- )?["']?(?:op|path|from)\b/.test(line)) return [];
    return [{ start: 0, end: line.length }];
  };
}
