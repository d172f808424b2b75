/** How many of a list a sentence names. */
const MOST = 5;

/** `a, b, c`; of more than five the first ones, `a, b, c, d, e and 7 more`. */
export function someOf(texts: Iterable<string>): string {
  const all = [...texts];
  return all.length <= MOST
    ? all.join(', ')
    : `${all.slice(0, MOST).join(', ')} and ${all.length - MOST} more`;
}
