const DECLINED = Object.freeze({ declined: true });

/** Gives up reading; made once, because an error would collect a stack each time. */
export function declined(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a signal inside this folder, no error
  throw DECLINED;
}

export function isDeclined(thrown: unknown): boolean {
  return thrown === DECLINED;
}
