import { pcre } from '../../regex/pcre.ts';
import { readRe2 } from '../../regex/re2.ts';
import type { Match } from '../../resource/selector.ts';

/** Whether an expression of RE2 matches a whole text; `maybe` for one that RE2 refuses, which other engines may read. */
export function matchesWhole(expression: string, text: string): Match {
  const reading = readRe2(expression);
  return reading.is === 're2' ? told(reading.re2.full(text)) : 'maybe';
}

/** Whether an expression of PCRE matches a text from its start, without regard to case, as nginx compares a location `~*`. */
export function matchesLocation(expression: string, text: string): Match {
  const reading = pcre(`^${expression}`, { ignoreCase: true });
  return 'pcre' in reading ? told(reading.pcre.test(text)) : 'maybe';
}

/** Why nobody here can tell what an expression matches; undefined where one can. */
export function whyUntold(expression: string, dialect: 're2' | 'pcre'): string | undefined {
  if (dialect === 'pcre') {
    const reading = pcre(`^${expression}`, { ignoreCase: true });
    return 'depends' in reading ? reading.depends : undefined;
  }
  const reading = readRe2(expression);
  switch (reading.is) {
    case 're2':
      return undefined;
    case 'refused':
      return `RE2 does not read ${JSON.stringify(reading.at)}`;
    case 'large':
      return 'the expression is too large to be tried here';
  }
}

function told(matches: boolean | undefined): Match {
  return matches === undefined ? 'maybe' : matches ? 'yes' : 'no';
}
