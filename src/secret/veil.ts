import { getAt } from '../base/json.ts';
import type { Path } from '../base/json.ts';
import type { Document, Span } from '../document/document.ts';
import { locate } from '../document/locate.ts';
import { merged, secretSpans } from './assignments.ts';
import { secretPlaces } from './places.ts';
import { unreadSpans } from './unread.ts';
import { userInfoSpans } from './user-info.ts';

/**
 * The text of a document with `*` for every character of a secret, so that lines and columns stay as they are. In the values
 * of a Secret only the keys are left; comments beside them often say what the value was.
 */
export function veiledText(document: Document): string {
  let veiled = veils.get(document);
  if (veiled === undefined) {
    const { text } = document;
    const spans = document.value === undefined ? unreadSpans(text) : spansOf(document);
    veiled = starred(text, merged([...spans, ...userInfoSpans(text)]));
    veils.set(document, veiled);
  }
  return veiled;
}

const veils = new WeakMap<Document, string>();

function spansOf(document: Document): readonly Span[] {
  const { text, value } = document;
  return secretPlaces(value).flatMap(({ path, hides }): readonly Span[] => {
    const span = withComment(text, locate(document, path, 'value'));
    if (hides === 'whole') return [span];
    if (hides === 'values') return aroundKeys(document, path, throughComments(text, span));
    const parts = secretSpans(text.slice(span.start, span.end)).map(({ start, end }) => ({
      start: start + span.start,
      end: end + span.start,
    }));
    // Escapes and folds may write it in a way that is not told in the source.
    return parts.length > 0 ? parts : [span];
  });
}

/** A span without the keys of the mapping that it is. */
function aroundKeys(document: Document, path: Path, { start, end }: Span): readonly Span[] {
  const value = getAt(document.value, path);
  const names =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const keys = names
    .map((name) => locate(document, [...path, name], 'key'))
    .filter((key) => key.start >= start && key.end <= end)
    .sort((a, b) => a.start - b.start);
  const around: Span[] = [];
  let from = start;
  for (const key of keys) {
    around.push(...withoutMargin(document.text, from, key.start));
    from = key.end;
  }
  around.push(...withoutMargin(document.text, from, end));
  return around;
}

/** What stands between two keys, without the colon, the blanks and the punctuation of a flow mapping. */
function withoutMargin(text: string, from: number, to: number): readonly Span[] {
  const between = text.slice(from, to);
  const first = /^[ \t]*:?[ \t]*/.exec(between)?.[0].length ?? 0;
  return [{ start: from + first, end: to }];
}

/** To the end of its line where a comment follows. */
function withComment(text: string, span: Span): Span {
  const line = text.indexOf('\n', span.end);
  const end = line === -1 ? text.length : line;
  const comment = text.slice(span.end, end).search(/\s#/);
  return comment === -1 ? span : { start: span.start, end };
}

/** With the lines of comments right below it. */
function throughComments(text: string, span: Span): Span {
  let { end } = span;
  for (;;) {
    const line = text.indexOf('\n', end);
    if (line === -1 || text.slice(end, line).trim() !== '') break;
    const next = text.indexOf('\n', line + 1);
    const stop = next === -1 ? text.length : next;
    if (!/^[ \t]*#/.test(text.slice(line + 1, stop))) break;
    end = stop;
  }
  return { start: span.start, end };
}

/** Blanks and line ends stay, so that the shape of the text does. */
function starred(text: string, spans: readonly Span[]): string {
  let out = '';
  let last = 0;
  for (const { start, end } of spans) {
    out += text.slice(last, start) + text.slice(start, end).replace(/\S/g, '*');
    last = end;
  }
  return out + text.slice(last);
}
