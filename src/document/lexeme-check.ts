import type { Lexer } from 'yaml';

/** Offsets count from the start of the text that is lexed. */
export interface LexemeFault {
  readonly start: number;
  readonly length: number;
  readonly message: string;
}

const SCALAR_MARK = 0x1f;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const NONE: readonly string[] = [];

/**
 * Stands between the lexer and the parser of the `yaml` library and makes up for where they differ from Go's yaml.v2.
 * Too strict: in brackets and quotes Go does not look at indentation. Too lax: tabs where indentation may begin, `?`
 * and `:` inside brackets, the escapes of JSON, `%` lines. Each rule was measured with kubectl 1.32.
 */
export class LexemeCheck {
  fault: LexemeFault | undefined = undefined;
  /** The document ended at `...` or at a second `---`; what follows is not read by kubectl. */
  ended = false;
  /** Some double-quoted scalar holds the escape `\'`. */
  escapesQuotes = false;
  /** Some double-quoted scalar escapes the end of a line before an empty one. */
  escapesLines = false;
  /** Some block scalar says how deep it is indented. */
  blankScalars = false;
  readonly #body: string;
  readonly #lexer: Lexer;
  /** Of brackets. */
  #level = 0;
  #indentOutside: unknown = 0;
  /** The next lexeme is the text of a scalar, and whether of a block scalar. */
  #atScalar = false;
  #inBlockScalar = false;
  #afterDash = false;
  /** The header of the block scalar says how deep it is indented. */
  #isIndentSaid = false;
  /** Where a mapping or list may begin, white space is indentation. */
  #indenting = true;
  #started = false;
  /** Nothing but white space since a plain scalar. */
  #afterPlain = false;

  constructor(body: string, lexer: Lexer) {
    this.#body = body;
    this.#lexer = lexer;
  }

  /** The lexemes to parse instead of this one, which begins at `offset`. */
  next(lexeme: string, offset: number): readonly string[] {
    if (this.#atScalar) {
      this.#atScalar = false;
      if (this.#afterDash) {
        this.#afterDash = false;
        if (lexeme === '') return NONE;
      }
      if (this.#inBlockScalar) {
        this.#inBlockScalar = false;
        const tab = this.#isIndentSaid ? null : /^(?: *\r?\n)* *\t/.exec(lexeme);
        if (tab !== null)
          this.#fail(
            offset + tab[0].length - 1,
            1,
            'Tabs are not allowed as indentation, nor before the first words of a block scalar; use spaces.',
          );
        return ['\x1f', lexeme];
      }
      return this.#plain(lexeme, offset);
    }
    const first = lexeme.charCodeAt(0);
    if (first !== SCALAR_MARK) this.#afterDash = false;
    if (this.#afterPlain && first !== 0x20 && first !== TAB && first !== NEWLINE && first !== RETURN) {
      this.#afterPlain = false;
    }
    switch (first) {
      case SCALAR_MARK:
        this.#atScalar = true;
        this.#indenting = false;
        // The mark is passed on together with the scalar, which may have to be cut first.
        return NONE;
      case 0x20: // space
      case TAB:
        if (this.#indenting && this.#level === 0 && lexeme.includes('\t') && !this.#trails(lexeme, offset)) {
          this.#fail(offset + lexeme.indexOf('\t'), 1, 'Tabs are not allowed as indentation; use spaces.');
        }
        break;
      case NEWLINE:
      case RETURN:
        this.#indenting = true;
        break;
      case 0x22: // "
      case 0x27: // '
        this.#indenting = false;
        return [this.#quoted(lexeme, offset)];
      case 0x5b: // [
      case 0x7b: // {
        if (this.#level === 0) {
          this.#indentOutside = Reflect.get(this.#lexer, 'indentNext');
          Reflect.set(this.#lexer, 'indentNext', 0);
        }
        this.#level += 1;
        this.#indenting = false;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        this.#indenting = false;
        if (this.#level === 0) break;
        this.#level -= 1;
        if (this.#level === 0) Reflect.set(this.#lexer, 'indentNext', this.#indentOutside);
        break;
      case 0x7c: // |
      case 0x3e: // >
        this.#inBlockScalar = true;
        this.#indenting = false;
        this.#isIndentSaid = /[1-9]/.test(lexeme);
        this.blankScalars ||= this.#isIndentSaid;
        if (/[^|>+\-0-9]|0|[0-9].*[0-9]|[+-].*[+-]/.test(lexeme)) {
          this.#fail(offset, lexeme.length, `"${lexeme}" is no header of a block scalar.`);
        }
        break;
      case 0x2d: // -
      case 0x2e: // .
        if (
          (lexeme === '---' || lexeme === '...') &&
          (offset === 0 || this.#body.charCodeAt(offset - 1) === NEWLINE)
        ) {
          if (this.#level === 0 && (this.#started || lexeme === '...')) this.ended = true;
          this.#indenting = false;
        } else if (this.#level > 0 && ',[]{}'.includes(this.#body.charAt(offset + 1))) {
          // `[-, a]` holds the string "-"; the library takes it for an item, and what is in it for nothing.
          this.#afterDash = true;
          return ['\x1f', lexeme];
        } else this.#indenting = true;
        this.#started = true;
        return [lexeme];
      case 0x3f: // ?
        this.#indenting = true;
        this.#started = true;
        return [lexeme];
      case 0x3a: // :, which allows a mapping to begin after it only if it stands where one may begin
        break;
      case 0x25: // %
        this.#fail(
          offset,
          lexeme.length,
          `kubectl cuts files at "---" before it reads YAML, so the directive "${lexeme}" is an error.`,
        );
        break;
      case 0x23: // #
      case 0x02:
        return [lexeme];
      case 0x21: // !
        this.#indenting = false;
        if (lexeme === '!<>') this.#fail(offset, lexeme.length, 'The tag "!<>" is empty.');
        break;
      case 0xfeff: // byte order mark
        this.#fail(
          offset,
          1,
          'A byte order mark (U+FEFF) may stand only at the start of a file; to kubectl it is part of the key that follows. Delete it.',
        );
        break;
      case 0x26: // &
      case 0x2a: // *
        this.#indenting = false;
        if (!/^.[0-9A-Za-z_-]+$/.test(lexeme)) {
          this.#fail(
            offset,
            lexeme.length,
            `The name "${lexeme}" may hold only letters, digits, "-" and "_".`,
          );
        }
        break;
      default:
        this.#indenting = false;
    }
    if (!this.#indenting) this.#started = true;
    return [lexeme];
  }

  /** Blank lines after a plain scalar belong to it, and were looked at with it. */
  #trails(lexeme: string, offset: number): boolean {
    const end = offset + lexeme.length;
    return this.#afterPlain && (end === this.#body.length || '\n#'.includes(this.#body.charAt(end)));
  }

  #plain(lexeme: string, offset: number): readonly string[] {
    this.#started = true;
    this.#afterPlain = true;
    if (this.#level > 0) {
      const question = lexeme.indexOf('?');
      if (lexeme.startsWith(':')) {
        this.#fail(
          offset,
          lexeme.length,
          `Inside brackets a plain value cannot start with ":"; quote "${lexeme}".`,
        );
      } else if (question > 0) {
        this.#fail(offset + question, 1, `Inside brackets "?" starts a key; quote "${lexeme}".`);
      } else if (question === 0) {
        return ['?', '\x1f', lexeme.slice(1)];
      }
      this.#refuseTabs(offset, lexeme.length, this.#indentOutside);
      return ['\x1f', this.#withColon(lexeme, offset)];
    }
    this.#refuseTabs(offset, lexeme.length, Reflect.get(this.#lexer, 'indentNext'));
    return ['\x1f', lexeme];
  }

  /** In `{a:}` and `[a :, b]` the colon is part of the text: Go wants white space after it, the library does not. */
  #withColon(lexeme: string, offset: number): string {
    let colon = offset + lexeme.length;
    while (' \t\r\n'.includes(this.#body.charAt(colon)) && colon < this.#body.length) colon++;
    if (this.#body.charAt(colon) !== ':' || !',[]{}'.includes(this.#body.charAt(colon + 1) || ' '))
      return lexeme;
    Reflect.set(this.#lexer, 'pos', colon + 1 - lexeme.length);
    return this.#body.slice(offset, colon + 1);
  }

  /** A line that goes on with a plain scalar, or is blank behind it, may have tabs only where the scalar may stand. */
  #refuseTabs(offset: number, length: number, indent: unknown): void {
    const column = Number(indent);
    let at = offset;
    let end = offset + length;
    while (' \t\r\n'.includes(this.#body.charAt(end)) && end < this.#body.length) end++;
    for (at = this.#body.indexOf('\n', at); at >= 0 && at < end; at = this.#body.indexOf('\n', at + 1)) {
      let start = at + 1;
      while (this.#body.charCodeAt(start) === 0x20) start++;
      if (start < end && start - at - 1 < column && this.#body.charCodeAt(start) === TAB)
        this.#fail(start, 1, 'Tabs are not allowed as indentation; use spaces.');
    }
  }

  /** The whole quoted scalar: the library ends it at a line that is not indented enough. */
  #quoted(lexeme: string, offset: number): string {
    this.#started = true;
    let whole = lexeme;
    if (!this.#closes(lexeme)) {
      const end = endOfQuoted(this.#body, offset);
      if (end === undefined) {
        this.#fail(offset, 1, `The closing ${lexeme.charAt(0)}quote of this string is missing.`);
      } else if (!/\n(?:---|\.\.\.)(?=[ \t\r\n])/.test(this.#body.slice(offset, end))) {
        whole = this.#body.slice(offset, end);
        // The lexer adds the length of what it handed out when it goes on.
        Reflect.set(this.#lexer, 'pos', end - lexeme.length);
      }
    }
    if (lexeme.startsWith('"') && whole.includes('\\')) this.#escapes(whole, offset);
    return whole;
  }

  #closes(lexeme: string): boolean {
    const quote = lexeme.charAt(0);
    if (lexeme.length === 1 || !lexeme.endsWith(quote)) return false;
    const before = lexeme.charAt(lexeme.length - 2);
    if (lexeme.length === 2 || (before !== '\\' && before !== quote)) return true;
    return endOfQuoted(lexeme, 0) === lexeme.length;
  }

  #escapes(source: string, offset: number): void {
    for (const match of source.matchAll(/\\(?:u([0-9a-fA-F]{4})|U0000([0-9a-fA-F]{4})|([^]))/g)) {
      const [escape, short, long, character] = match;
      const unit = short ?? long;
      if (character === '/') {
        this.#fail(offset + match.index, 2, 'kubectl does not know the escape "\\/" in YAML; write "/".');
      } else if (character === "'") {
        this.escapesQuotes = true;
      } else if (character === '\n' || character === '\r') {
        this.escapesLines = true;
      } else if (unit !== undefined && /^d[89a-f]/i.test(unit)) {
        this.#fail(
          offset + match.index,
          escape.length,
          `kubectl refuses the surrogate "${escape}" in YAML; write the character itself.`,
        );
      }
      if (this.fault !== undefined) return;
    }
  }

  #fail(start: number, length: number, message: string): void {
    this.fault ??= { start, length: Math.max(1, length), message };
  }
}

/** The offset after the quote that closes the scalar opened at `open`. */
function endOfQuoted(text: string, open: number): number | undefined {
  const quote = text.charAt(open);
  const mark = quote === '"' ? /\\[^]|"/g : /''|'/g;
  mark.lastIndex = open + 1;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    if (match[0] === quote) return mark.lastIndex;
  }
  return undefined;
}
