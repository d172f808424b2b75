/** A file that was read. */
export interface SourceFile {
  /** Relative to the working directory, with `/`; `<stdin>` for `-`. */
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
  /**
   * The folder of the Helm chart, written like `file`, if this is one of the chart's templates (it lies under
   * `templates/` beside a `Chart.yaml`). Helm renders such a file; the API server never sees it as it stands.
   */
  readonly chart?: string;
  /** Whether somebody named this very file, or piped it in: then it is meant to hold manifests and nothing else. */
  readonly meant?: 'named' | 'piped';
}

export type SourceProblemCode = 'file-too-large' | 'file-binary' | 'file-unreadable' | 'folder-loop';

/** A file or folder that could not be read; each code is the id of a rule with a page. */
export interface SourceProblem {
  readonly file: string;
  readonly code: SourceProblemCode;
  /** A sentence: capital first, full stop. */
  readonly message: string;
}
