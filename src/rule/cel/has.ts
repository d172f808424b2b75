/**
 * An expression with `has(a[0].b)` written as `(a[0]).?b.hasValue()`, which means the same: @marcbachmann/cel-js reads only
 * names within `has`. Undefined where there is none. Source: cel-spec, "Macros" and "Optional values".
 */
export function withoutIndexedHas(text: string): string | undefined {
  let result = '';
  let from = 0;
  for (const [start, end] of callsOfHas(text)) {
    const inner = text.slice(start + 'has('.length, end);
    const field = /\.\s*([A-Za-z_]\w*)\s*$/.exec(inner.slice(-LONGEST_NAME));
    if (field === null || !inner.includes('[')) continue;
    const holder = inner.slice(0, inner.length - field[0].length);
    result += `${text.slice(from, start)}(${holder}).?${field[1] ?? ''}.hasValue()`;
    from = end + 1;
  }
  return from === 0 ? undefined : result + text.slice(from);
}

const LONGEST_NAME = 300;

/** From the `h` of each `has(` to its closing parenthesis, outside of strings; a call in another one is part of it. */
function* callsOfHas(text: string): Iterable<readonly [start: number, end: number]> {
  let start = -1;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const one = text[at];
    if (one === '"' || one === "'") at = endOfString(text, at);
    else if (start < 0) {
      if (one !== 'h' || !text.startsWith('has(', at) || /[\w.]/.test(text[at - 1] ?? '')) continue;
      start = at;
      depth = 0;
      at += 'has('.length - 1;
    } else if (one === '(' || one === '[' || one === '{') depth++;
    else if (one === ')' || one === ']' || one === '}') {
      if (depth-- > 0) continue;
      yield [start, at];
      start = -1;
    }
  }
}

/** Of the quote that closes it, or the last character. */
function endOfString(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}
