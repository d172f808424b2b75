/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. Stops early and
 * returns `limit + 1` once the distance must be above `limit`.
 */
export function distance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}

/** What a person may have meant: the candidate with the smallest distance of at most a third of the length (1 to 3). */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  return closest(word, candidates, limitFor(word));
}

/** How many edits make of a word what a person may have meant. */
export function limitFor(word: string): number {
  return Math.max(1, Math.min(3, Math.floor(word.length / 3)));
}

/**
 * A slip of the pen, nearly for certain: at most two edits, one for words below eight letters, none below four, and
 * not between names of two things: with other digits (`web-1` and `web-2`), or with another word in one place.
 */
export function slip(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length < 4) return undefined;
  const digits = digitsOf(word);
  const plausible: string[] = [];
  for (const candidate of candidates) {
    if (candidate === word || candidate.length < 4 || digitsOf(candidate) !== digits) continue;
    if (!areTwoThings(word, candidate)) plausible.push(candidate);
  }
  return closest(word, plausible, word.length < 8 ? 1 : 2);
}

/**
 * Names that differ in one part of theirs, where both parts are words in their own right: `db-us` and `db-eu`, `web-a` and
 * `web-b`, `nginx-internal` and `nginx-external`. A short part is taken for a word unless its letters are the same.
 */
function areTwoThings(word: string, candidate: string): boolean {
  const [mine, theirs] = [word.split(/[^A-Za-z0-9]+/), candidate.split(/[^A-Za-z0-9]+/)];
  if (mine.length !== theirs.length) return false;
  const different = mine.flatMap((part, index): [string, string][] => {
    const other = theirs[index] ?? '';
    return part === other ? [] : [[part, other]];
  });
  const [pair, ...more] = different;
  if (pair === undefined || more.length > 0) return false;
  const [a, b] = pair;
  if (mine.length > 1 && a.length === b.length && a.length <= 3) return letters(a) !== letters(b);
  return WORDS.has(`${a} ${b}`) || WORDS.has(`${b} ${a}`);
}

function letters(part: string): string {
  return Array.from(part).sort().join('');
}

const WORDS: ReadonlySet<string> = new Set([
  'internal external',
  'ingress egress',
  'http https',
  'east west',
  'stage stable',
  'test rest',
  'reader leader',
]);

/** The numbers of a name: what tells the members of a family apart. */
export function digitsOf(word: string): string {
  return word.replace(/\D+/g, ' ').trim();
}

function closest(word: string, candidates: Iterable<string>, limit: number): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const d = distance(word, candidate, bestDistance);
    if (d < bestDistance || (d === bestDistance && d <= limit && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = d;
    }
  }
  return bestDistance <= limit ? best : undefined;
}
