/** UTF-16 units of a text that is shown; a name of a megabyte is nobody's, and must not fill a log. */
const LONGEST_SHOWN = 4000;

const SIMPLE = /^[\x20-\x7e]*$/;

/**
 * What a text must not send to a terminal: control characters (C0, DEL and C1, which begin escape sequences), separators of
 * lines, what reorders its neighbours, and halves of surrogate pairs.
 */
// eslint-disable-next-line no-control-regex -- these are the characters that must not reach a terminal
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\p{Cs}]/gu;

/** What nobody sees, so that two names look alike: no width, tags, and joiners behind ASCII, where they join nothing. */
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- of ASCII
  /[\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|(?<=^|[\x00-\x7f])[\u200c\u200d]/gu;

const REPLACEMENT = '\ufffd';

/** A name or a message, of one line: all that could move the cursor, reorder or hide is replaced by something harmless. */
export function visible(text: string): string {
  const shown = clipped(text);
  return SIMPLE.test(shown) ? shown : drawable(shown).replace(HIDDEN, REPLACEMENT);
}

/** A piece of a line of a file as it may be drawn; what has no width has none. */
export function drawable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : REPLACEMENT;
  });
}

/**
 * A path of a file where a line may begin with it. A leading `::` would be a workflow command of GitHub, which looks behind
 * blanks, too (actions/runner, ActionCommand.TryParseV2); `./` leaves it the same file.
 */
export function visiblePath(path: string): string {
  return visible(/^\s*::/.test(path) ? `./${path}` : path);
}

/** Both ends of a text that is too long: a message says at its end what happens. */
export function clipped(text: string, longest: number = LONGEST_SHOWN): string {
  if (text.length <= longest) return text;
  const tail = Math.floor(longest / 4);
  return `${text.slice(0, longest - tail - 1)}…${text.slice(text.length - tail)}`;
}
