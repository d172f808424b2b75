/** Decorates text without changing what it says; the plain one returns it as it is. */
export type Paint = (text: string) => string;

/** What a report may colour. Handed in by the caller: a report never looks at the environment. */
export interface Style {
  readonly error: Paint;
  readonly warning: Paint;
  readonly info: Paint;
  readonly good: Paint;
  /** The sentence that matters. */
  readonly strong: Paint;
  /** Rulers, line numbers and whatever else must not catch the eye. */
  readonly faint: Paint;
  /** A file name, or a word that can be typed. */
  readonly name: Paint;
  /** What belongs to a related place. */
  readonly related: Paint;
}

const same: Paint = (text) => text;

export const PLAIN: Style = {
  error: same,
  warning: same,
  info: same,
  good: same,
  strong: same,
  faint: same,
  name: same,
  related: same,
};
