/** A stream that text is written to. */
export interface Output {
  readonly write: (text: string) => void;
  /** Resolves when there is room for more: whether anybody still reads. Absent where there is always room. */
  readonly ready?: () => Promise<boolean>;
  readonly isTerminal: boolean;
  /** Of the terminal. */
  readonly columns: number | undefined;
}

/** Everything outside of the program that a command may touch. */
export interface Io {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The report, and nothing else. */
  readonly stdout: Output;
  /** What went wrong; on a terminal also progress and hints. */
  readonly stderr: Output;
  /** The folder of the installed package, with `rules/` in it. */
  readonly packageRoot: URL;
  readonly version: string;
}

/** The exit codes, as they are promised; `untold` is of `trace` alone. */
export const EXIT = { clean: 0, found: 1, failed: 2, untold: 3 } as const;
