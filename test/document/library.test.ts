import { Lexer } from 'yaml';
import { expect, test } from 'vitest';

// `lexeme-check.ts` sets these fields, which are private: a release that names them otherwise must not go unnoticed.
test.each(['pos', 'indentNext'])('the lexer of the library keeps %s in a field of that name', (field) => {
  const lexer = new Lexer();
  const before = Reflect.get(lexer, field) as unknown;
  for (const lexeme of lexer.lex('a:\n  b: c\n')) expect(lexeme).toBeTypeOf('string');
  expect(before).toBe(0);
  expect(Reflect.get(lexer, field)).toBeTypeOf('number');
  expect(Reflect.get(lexer, field)).not.toBe(0);
});
