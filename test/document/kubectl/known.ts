/** Why a text may knowingly be read in another way than kubectl reads it; undefined if nothing tells. */
export function knownDifference(text: string): string | undefined {
  return KNOWN.find(([sign]) => sign.test(text))?.[1];
}

const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/[\u2028\u2029]/, 'U+2028 and U+2029 are line ends that Go keeps; here they become spaces.'],
  [/&[\w-]+:/, 'An anchor ends at a colon for Go, and what follows is the value; here that is an error.'],
  [
    /!/,
    'Where a tag ends that holds more than letters, and what it may be without a value, the library sees otherwise.',
  ],
  [/\.inf|\.nan/i, 'A number that JSON cannot hold is an error here also where a repeated key replaces it.'],
  [/[:-]\s*\n+ *[|>]/, 'The library takes a block scalar at the indent of its key for the next key.'],
  [
    /\?/,
    'The library reads no further than a key behind "?" that ends before its line, and reports nothing.',
  ],
  [
    /[|>][-+]?[1-9]/,
    'What the last blank lines of a block scalar have beyond the indentation in its header is kept only where all are blank.',
  ],
];
