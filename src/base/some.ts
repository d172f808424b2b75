/** How many of a list a sentence names. */
const MOST = 5;

/** `a, b, c`; of more than five the first ones, `a, b, c, d, e and 7 more`. */
export function someOf(texts: Iterable<string>): string {
  // Of a set, which may be large and be asked for often, only the first ones are looked at.
  const all = texts instanceof Set ? firstOf(texts) : [...texts];
  const count = texts instanceof Set ? texts.size : all.length;
  return count <= MOST ? all.join(', ') : `${all.slice(0, MOST).join(', ')} and ${count - MOST} more`;
}

function firstOf(texts: ReadonlySet<string>): readonly string[] {
  const first: string[] = [];
  for (const text of texts) {
    if (first.length === MOST) break;
    first.push(text);
  }
  return first;
}
