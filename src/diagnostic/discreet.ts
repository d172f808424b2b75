import { discreet, isSecretAt } from '../secret/hidden.ts';
import type { About } from '../secret/hidden.ts';
import type { Diagnostic, Edit, Place } from './diagnostic.ts';

/**
 * The finding without the values of Secrets in what it says. Its edits keep theirs, for whoever applies them; `isPrintable`
 * says which of them a report may show.
 */
export function discreetly(diagnostic: Diagnostic): Diagnostic {
  const { place, related, fixes, suggestion } = diagnostic;
  const about = [place, ...related.map((one) => one.place)].flatMap(aboutOf);
  const say = (text: string): string => discreet(text, about);
  return {
    ...diagnostic,
    message: say(diagnostic.message),
    related: related.map((one) => ({ ...one, message: say(one.message) })),
    fixes: fixes.map((fix) => ({ ...fix, title: say(fix.title) })),
    ...(suggestion === undefined
      ? {}
      : { suggestion: { title: say(suggestion.title), manifest: say(suggestion.manifest) } }),
  };
}

/** Whether the text of an edit may be printed: what stands among the values of a Secret is named by its place alone. */
export function isPrintable({ manifest, path }: Edit): boolean {
  return !isSecretAt(manifest.document, path);
}

function aboutOf({ manifest, path }: Place): readonly About[] {
  return manifest === undefined ? [] : [{ document: manifest.document, path: path ?? [] }];
}
