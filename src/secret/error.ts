/** Errors of the engine itself speak of the program, not of the input. */
const OF_THE_PROGRAM = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/**
 * What an error that nobody expected says, without what it may quote from the input: a parser quotes the text that it stumbled
 * over, and so does our own code.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  if (OF_THE_PROGRAM.has(error.name)) return error.message;
  if (error.name === 'SyntaxError') return error.name;
  const quoted = error.message.search(/["'`]/);
  return quoted === -1 ? error.message : `${error.message.slice(0, quoted)}…`;
}
