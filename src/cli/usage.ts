/** The caller asked for something that there is not. Ends the program with exit code 2, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What may help, each a sentence or a command. */
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[] = []) {
    super(message);
    this.hints = hints;
  }
}
