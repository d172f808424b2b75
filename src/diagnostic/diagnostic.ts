import type { Path } from '../base/json.ts';
import type { Manifest, Part, Span } from '../document/document.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Most severe first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * Where something is, symbolically. Offsets are computed when a place is printed (see report/locate.ts), so that
 * nobody keeps syntax trees. Without a manifest the place is the file as a whole; with a span it is that range of the
 * manifest's text, for what has no path because it could not be read.
 */
export interface Place {
  readonly file: string;
  readonly manifest?: Manifest;
  readonly path?: Path;
  readonly part?: Part;
  readonly span?: Span;
}

/** What names an object, as the JSON report prints it. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Another object of the chain, and what it has to do with the finding. */
export interface Related {
  readonly place: Place;
  readonly message: string;
  readonly resource?: Identity;
}

/** One replacement of a scalar value. `path` is rooted at the document, like a place's. */
export interface Edit {
  readonly manifest: Manifest;
  readonly path: Path;
  readonly value: string | number | boolean;
}

export interface Fix {
  /** Imperative, without a full stop: "Use port 80". */
  readonly title: string;
  /** `safe`: the only thing the author can have meant. */
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly Edit[];
}

/** Something that could be added to the manifests, where nothing that is there is to be replaced. */
export interface Suggestion {
  /** Imperative, without a full stop: "Let Deployment shop/web in". */
  readonly title: string;
  /** YAML documents, complete and with a line break at the end. */
  readonly manifest: string;
}

export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  /** A sentence: capital first, full stop. */
  readonly message: string;
  readonly place: Place;
  /** Undefined where no object could be read. */
  readonly resource?: Identity;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  readonly suggestion?: Suggestion;
  /** Stable while the object and the path stay, wherever the lines move. */
  readonly fingerprint: string;
}
