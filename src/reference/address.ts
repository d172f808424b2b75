/** An address inside a text. */
export interface Address {
  /** Offsets of the host name in the text. */
  readonly start: number;
  readonly end: number;
  readonly host: string;
  /** `http` of `http://…`; undefined for a bare name. */
  readonly scheme: string | undefined;
  /** `unknown`: one is written, but something fills it in later. */
  readonly port:
    { readonly value: number; readonly start: number; readonly end: number } | 'unknown' | undefined;
}
