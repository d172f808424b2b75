/**
 * Why a text is no CEL to anybody; undefined where only the parser here does not read it: messages (`Object{…}`), names in
 * backticks, optional entries, numbers and names that begin with a point, bytes of raw texts (cel-go parser/gen/CEL.g4).
 */
export function syntaxProblem(text: string, why: string): string | undefined {
  if (text.trim() === '') return 'is empty';
  if (NOT_READ_HERE.test(text) || /^Exceeded|surrogate|[Mm]aximum|iteration variable/.test(why))
    return undefined;
  if (/\bEOF$/.test(why)) return 'is no CEL: it ends where more must follow';
  const [, character] = /^Unexpected character: '?([^']+)'?$/.exec(why) ?? [];
  if (character !== undefined) return `is no CEL: it has ${character} where none may be`;
  const [, reserved] = /^Reserved identifier: (\w+)$/.exec(why) ?? [];
  if (reserved !== undefined) return `is no CEL: ${reserved} is a reserved word`;
  const [, token] = /^Unexpected token: (\w+)$/.exec(why) ?? [];
  if (token !== undefined) return `is no CEL: it has ${TOKENS[token] ?? token} where a value must be`;
  return `is no CEL: ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
}

const NOT_READ_HERE = /`|\f|[\w.]\s*\{|[[{,]\s*\?|(?:^|[^\w\s\])"'.}?]|\bin)\s*\.\s*\w|\b(?:br|rb)["']/i;

const TOKENS: Readonly<Record<string, string | undefined>> = {
  COLON: 'a colon',
  COMMA: 'a comma',
  DOT: 'a point',
  MULTIPLY: 'an asterisk',
  DIVIDE: 'a slash',
  PLUS: 'a plus',
  AND: '&&',
  OR: '||',
  QUESTION: 'a question mark',
  RPAREN: 'a closing parenthesis',
  RBRACKET: 'a closing bracket',
  RBRACE: 'a closing brace',
};
