import type { Path } from '../base/json.ts';
import { addTo } from '../base/multimap.ts';
import { nearest } from '../base/nearest.ts';
import { ignoreComments, readIgnore } from '../document/ignore-comment.ts';
import type { Manifest, Span } from '../document/document.ts';
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
  readonly manifest: Manifest;
  readonly about: About;
  heard: boolean;
}

type About =
  { readonly kind: 'line'; readonly line: Span } | { readonly kind: 'object'; readonly base: Path };

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
  const asked = new AskedFor(wishes.filter(({ reason }) => reason !== ''));
  const kept = diagnostics.filter(
    (diagnostic) => NEVER.has(diagnostic.rule) || !asked.hear(diagnostic, diagnostic.rule),
  );
  const messages = new Map<string, string>();
  const useless = wishes
    .filter(({ heard }) => !heard)
    .map(({ rule, reason, place }): Useless => {
      const key = `${rule} ${String(reason === '')}`;
      const message = messages.get(key) ?? whyNot(rule, reason, rules);
      messages.set(key, message);
      return { place, message };
    });
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
  const left = new Map<Manifest, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const { manifest } = diagnostic.place;
    if (manifest !== undefined && !seen.has(manifest)) addTo(left, manifest, diagnostic);
  }
  for (const [manifest, found] of left) {
    const asked = commentWishes(manifest);
    const ofAll = new AskedFor(asked.map((wish) => ({ ...wish, rule: ANY_RULE })));
    const spoken = new Set(
      found.flatMap((diagnostic) => ofAll.among(diagnostic, ANY_RULE)).map(({ place }) => place),
    );
    wishes.push(...asked.filter(({ place }) => spoken.has(place)));
  }
  return wishes;
}

function commentWishes(manifest: Manifest): readonly Wish[] {
  return ignoreComments(manifest.document).flatMap(({ rules, reason, span, line }) => {
    const place: Place = { file: manifest.file, manifest, span };
    const about: About = { kind: 'line', line };
    return named(rules).map((rule): Wish => ({ rule, reason, place, manifest, about, heard: false }));
  });
}

function annotationWishes(resource: Resource): readonly Wish[] {
  const text = resource.annotations[IGNORE_ANNOTATION];
  if (text === undefined) return [];
  const place = placeOf(resource, ['metadata', 'annotations', IGNORE_ANNOTATION], 'value');
  const { manifest, base } = resource;
  const about: About = { kind: 'object', base };
  return text.split(/[\n;]+/).flatMap((entry) => {
    if (entry.trim() === '') return [];
    const { rules, reason } = readIgnore(entry);
    return named(rules).map((rule): Wish => ({ rule, reason, place, manifest, about, heard: false }));
  });
}

function named(rules: readonly string[]): readonly string[] {
  return rules.length === 0 ? [''] : rules;
}

interface WishesOfRule {
  /** By the beginnings of their lines. */
  readonly lines: Map<number, Wish[]>;
  readonly objects: Wish[];
}

/** Wishes found by what they speak of: a rule and a document, and then the line or the object. */
class AskedFor {
  readonly #known = new Map<Manifest, Map<string, WishesOfRule>>();
  readonly #heard = new Set<readonly Wish[]>();

  constructor(wishes: readonly Wish[]) {
    for (const wish of wishes) {
      let ofManifest = this.#known.get(wish.manifest);
      if (ofManifest === undefined)
        this.#known.set(wish.manifest, (ofManifest = new Map<string, WishesOfRule>()));
      let ofRule = ofManifest.get(wish.rule);
      if (ofRule === undefined) ofManifest.set(wish.rule, (ofRule = { lines: new Map(), objects: [] }));
      if (wish.about.kind === 'object') ofRule.objects.push(wish);
      else addTo(ofRule.lines, wish.about.line.start, wish);
    }
  }

  /** Marks the wishes that cover a finding; false if there are none. */
  hear(diagnostic: Diagnostic, rule: string): boolean {
    let heard = false;
    for (const wishes of this.#lists(diagnostic, rule)) {
      heard = true;
      if (this.#heard.has(wishes)) continue;
      this.#heard.add(wishes);
      for (const wish of wishes) wish.heard = true;
    }
    return heard;
  }

  among(diagnostic: Diagnostic, rule: string): readonly Wish[] {
    return this.#lists(diagnostic, rule).flat();
  }

  #lists({ place }: Diagnostic, rule: string): readonly (readonly Wish[])[] {
    const { manifest, path } = place;
    const found = manifest === undefined ? undefined : this.#known.get(manifest)?.get(rule);
    if (manifest === undefined || found === undefined) return [];
    const lists: (readonly Wish[])[] = found.objects
      .filter(
        ({ about }) => about.kind === 'object' && about.base.every((step, index) => path?.[index] === step),
      )
      .map((wish) => [wish]);
    if (found.lines.size === 0) return lists;
    const offset = offsetOf(place) - manifest.offset;
    const start = offset <= 0 ? 0 : manifest.document.text.lastIndexOf('\n', offset - 1) + 1;
    for (const at of new Set([start, offset])) {
      const ofLine = found.lines.get(at);
      if (ofLine !== undefined) lists.push(ofLine);
    }
    return lists;
  }
}

const ANY_RULE = '*';
