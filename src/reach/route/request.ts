/** A request as a client sends it. */
export interface Request {
  readonly scheme: 'http' | 'https';
  /** In lower case, without port. */
  readonly host: string;
  readonly port: number;
  /** What TLS asks for, if it is not the host. */
  readonly sni: string | undefined;
  /** Begins with `/`; no query. */
  readonly path: string;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
}
