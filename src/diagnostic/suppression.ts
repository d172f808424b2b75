import { nearest } from '../base/nearest.ts';
import { ignoreComments, readIgnore } from '../document/ignore-comment.ts';
import type { Manifest } from '../document/document.ts';
import type { Resource } from '../resource/resource.ts';
import type { Diagnostic, Place } from './diagnostic.ts';
import { offsetOf } from './order.ts';
import { placeOf } from './place.ts';

/** The annotation of an object that asks for silence about it: `<rule>[, <rule>]: reason`, one a line. */
export const IGNORE_ANNOTATION = 'kubeplumb.dev/ignore';

/** A wish for silence that is not heard, and why. */
export interface Useless {
  readonly place: Place;
  /** A sentence. */
  readonly message: string;
}

export interface Suppressed {
  readonly diagnostics: readonly Diagnostic[];
  readonly useless: readonly Useless[];
}

/** One wish: silence of a rule about a line of a document, or about an object. */
interface Wish {
  readonly rule: string;
  readonly reason: string;
  readonly place: Place;
  readonly covers: (diagnostic: Diagnostic) => boolean;
  heard: boolean;
}

/** A defect of the program itself cannot be wished away. */
const NEVER: ReadonlySet<string> = new Set(['internal-error', 'ignore-without-effect']);

/** Leaves out the findings that a comment or an annotation asks not to report, and tells of those that ask in vain. */
export function suppress(
  diagnostics: readonly Diagnostic[],
  resources: readonly Resource[],
  rules: ReadonlySet<string>,
): Suppressed {
  const wishes = wishesIn(resources, diagnostics);
  if (wishes.length === 0) return { diagnostics, useless: [] };
  const kept = diagnostics.filter((diagnostic) => {
    if (NEVER.has(diagnostic.rule)) return true;
    const heard = wishes.filter(
      (wish) => wish.rule === diagnostic.rule && wish.reason !== '' && wish.covers(diagnostic),
    );
    for (const wish of heard) wish.heard = true;
    return heard.length === 0;
  });
  const useless = wishes
    .filter(({ heard }) => !heard)
    .map(({ rule, reason, place }): Useless => ({ place, message: whyNot(rule, reason, rules) }));
  return { diagnostics: kept, useless };
}

function whyNot(rule: string, reason: string, rules: ReadonlySet<string>): string {
  if (rule === '') return `This names no rule to ignore; write "kubeplumb-ignore <rule>: <reason>".`;
  if (!rules.has(rule)) {
    const meant = nearest(rule.toLowerCase(), rules);
    return `There is no rule ${rule}, so nothing is ignored.${meant === undefined ? '' : ` Did you mean ${meant}?`}`;
  }
  if (NEVER.has(rule)) return `Findings of ${rule} cannot be ignored.`;
  if (reason === '') return `This gives no reason, and is not heard; write "${rule}: <reason>".`;
  return `There is no finding of ${rule} to ignore here.`;
}

/**
 * What is no object may have findings, too: of reading it. A comment there that speaks of no finding may wait for the object
 * that is made of it, and is nobody's mistake.
 */
function wishesIn(resources: readonly Resource[], diagnostics: readonly Diagnostic[]): readonly Wish[] {
  const wishes: Wish[] = [];
  const seen = new Set<Manifest>();
  for (const resource of resources) {
    if (!seen.has(resource.manifest)) wishes.push(...commentWishes(resource.manifest));
    seen.add(resource.manifest);
    wishes.push(...annotationWishes(resource));
  }
  for (const { place } of diagnostics) {
    if (place.manifest === undefined || seen.has(place.manifest)) continue;
    seen.add(place.manifest);
    wishes.push(...commentWishes(place.manifest).filter(({ covers }) => diagnostics.some(covers)));
  }
  return wishes;
}

function commentWishes(manifest: Manifest): readonly Wish[] {
  return ignoreComments(manifest.document).flatMap(({ rules, reason, span, line }) => {
    const place: Place = { file: manifest.file, manifest, span };
    const covers = (diagnostic: Diagnostic): boolean => {
      if (diagnostic.place.manifest !== manifest) return false;
      const offset = offsetOf(diagnostic.place) - manifest.offset;
      return offset >= line.start && offset <= line.end;
    };
    return named(rules).map((rule): Wish => ({ rule, reason, place, covers, heard: false }));
  });
}

function annotationWishes(resource: Resource): readonly Wish[] {
  const text = resource.annotations[IGNORE_ANNOTATION];
  if (text === undefined) return [];
  const place = placeOf(resource, ['metadata', 'annotations', IGNORE_ANNOTATION], 'value');
  const covers = ({ place: { manifest, path } }: Diagnostic): boolean =>
    manifest === resource.manifest && resource.base.every((step, index) => path?.[index] === step);
  return text.split(/[\n;]+/).flatMap((entry) => {
    if (entry.trim() === '') return [];
    const { rules, reason } = readIgnore(entry);
    return named(rules).map((rule): Wish => ({ rule, reason, place, covers, heard: false }));
  });
}

function named(rules: readonly string[]): readonly string[] {
  return rules.length === 0 ? [''] : rules;
}
