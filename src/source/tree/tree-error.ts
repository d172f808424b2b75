/** What a tree that is no file system throws where one would throw an error with this code. */
export class TreeError extends Error {
  override readonly name = 'TreeError';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
