/** Where we knowingly read something else than kubectl 1.32; the rest of the truth table agrees. */
export interface Difference {
  readonly name: string;
  readonly reason: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'flow nesting of 2000 levels',
    reason:
      'The limit is 500 instead of 10,000 levels, so that the library and whatever walks a value may recurse.',
  },
  {
    name: 'flow YAML at the start of a file',
    reason: 'Since 1.33 kubectl reads as YAML what starts with "{" and is not JSON; 1.32 refuses it.',
  },
  {
    name: 'JSON before ---',
    reason: 'Since 1.33 kubectl goes on with YAML after "---"; 1.32 refuses the file.',
  },
  {
    name: 'comma in a tag',
    reason: 'The library ends the tag at the comma; nobody writes one.',
  },
  {
    name: '  v: !a,b c\n',
    reason: 'The library ends the tag at the comma; nobody writes one.',
  },
  {
    name: '  v: [!a, b]\n',
    reason: 'Go takes the comma for a part of the tag, and so reads one item; here two.',
  },
  {
    name: 'JSON with half a surrogate pair',
    reason: 'Go puts U+FFFD in its place; the string is kept as it is.',
  },
  {
    name: 'bad token after a root in brackets',
    reason: 'kubectl looks one token further than the root; here all of it is reported as ignored.',
  },
  {
    name: 'separator with a comment and no space',
    reason:
      'kubectl accepts "---# c" between documents, but not before the first; a document is read without its neighbours.',
  },
  {
    name: '  v: "a\u2028b"\n',
    reason: 'In quotes Go keeps U+2028 and U+2029; here they end a line and become a space.',
  },
  {
    name: '  v:\n  |-\n',
    reason: 'The library takes a block scalar at the indent of its key for the next key.',
  },
  {
    name: "  ? 'y' c: {d: e}\n",
    reason: 'The library reads no further than the quoted key and reports nothing.',
  },
  {
    name: 'BOM behind a blank line',
    reason:
      'To kubectl the first key is "\\uFEFFapiVersion", and so there is no object; here that is an error that says so.',
  },
  {
    name: '  v: &a:b 1\n',
    reason: 'An anchor ends at a colon for Go, and the value begins there; here that is an error.',
  },
];
