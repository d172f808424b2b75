/** Whether a text is as a pattern says: `*` stands for anything, `one` for any one character. */
export function matchesGlob(pattern: string, text: string, one?: string): boolean {
  let [at, here] = [0, 0];
  // Where the last star is, and up to where it reaches: only that is ever tried again.
  let star = -1;
  let reach = 0;
  while (here < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      reach = here;
    } else if (at < pattern.length && (pattern[at] === text[here] || pattern[at] === one)) {
      at++;
      here++;
    } else if (star !== -1) {
      at = star + 1;
      here = ++reach;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
