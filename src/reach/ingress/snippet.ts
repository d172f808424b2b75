/** How much of the requests directives of nginx answer by themselves, so that no backend is asked. */
export type Answered = 'all' | 'some' | 'none';

/**
 * Of a snippet: `return`, and a `rewrite` that redirects; inside of a block (`if`, `location`) only some requests come by. Source:
 * nginx documentation, ngx_http_rewrite_module: both end the processing before the handler of the location runs.
 */
export function answeredBy(snippet: string): Answered {
  let answered: Answered = 'none';
  let depth = 0;
  for (const { words, ends } of directives(snippet)) {
    const own = answers(words);
    if (own === 'all' && depth === 0) return 'all';
    if (own !== 'none') answered = 'some';
    if (ends === '{') depth++;
    else if (ends === '}') depth = Math.max(0, depth - 1);
  }
  return answered;
}

function answers([name, pattern = '', , flag]: readonly string[]): Answered {
  if (name === 'return') return 'all';
  if (name !== 'rewrite' || (flag !== 'redirect' && flag !== 'permanent')) return 'none';
  return EVERY_PATH.has(pattern) ? 'all' : 'some';
}

const EVERY_PATH: ReadonlySet<string> = new Set([
  '^',
  '^/',
  '.*',
  '^.*',
  '^.*$',
  '^(.*)$',
  '^/(.*)$',
  '(.*)',
  '/',
]);

interface Directive {
  readonly words: readonly string[];
  readonly ends: string;
}

/** Cut at `;`, `{` and `}`; comments and quotes are taken away. */
function* directives(text: string): Iterable<Directive> {
  let words: string[] = [];
  let word = '';
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if ((char === '"' || char === "'") && word === '') quote = char;
    else if (char === '#' && word === '') {
      const end = text.indexOf('\n', i);
      i = end < 0 ? text.length : end;
    } else if (/[\s;{}]/.test(char)) {
      if (word !== '') words.push(word);
      word = '';
      if (/\s/.test(char)) continue;
      yield { words, ends: char };
      words = [];
    } else word += char;
  }
}
