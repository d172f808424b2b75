import type { JsonValue } from '../base/json.ts';

/** Half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a document of this text does to the people who wrote it; each code is the id of a rule with a page. */
export type ProblemCode =
  'yaml-syntax' | 'yaml-duplicate-key' | 'yaml-ignored-document' | 'yaml-alias-bomb' | 'yaml-too-deep';

export interface Problem {
  readonly code: ProblemCode;
  /** A sentence: capital first, full stop. */
  readonly message: string;
  /** Relative to the document's text. */
  readonly span: Span;
}

/**
 * One YAML or JSON document. It is a value of its text alone: the same text gives the same document, in whatever
 * file it stands, so a document may be cached by its text and shared.
 */
export interface Document {
  readonly text: string;
  /** The value as the API server reads it; undefined if there is none or it could not be read. */
  readonly value: JsonValue | undefined;
  /** Of a document that is a list, and so no value to the API server. */
  readonly entries?: readonly JsonValue[];
  readonly problems: readonly Problem[];
}

/** A document at its place: the n-th of a file, `offset` UTF-16 units into the file's text. */
export interface Manifest {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  readonly index: number;
  readonly offset: number;
  readonly document: Document;
}

/** What of a path is meant: the key, the value, or the whole entry (key and value; a list item with its value). */
export type Part = 'key' | 'value' | 'entry';
