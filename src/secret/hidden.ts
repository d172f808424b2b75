import { getAt, isList, isObject, objectOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import { addTo } from '../base/multimap.ts';
import type { Document } from '../document/document.ts';
import { secretSpans } from './assignments.ts';
import { scalarsIn, secretPlaces } from './places.ts';
import type { SecretPlace } from './places.ts';
import { unreadSpans } from './unread.ts';
import { cut, MASK, userInfoSpans } from './user-info.ts';

/** A place that a text is about. */
export interface About {
  readonly document: Document;
  readonly path: Path;
}

/** Whether a place holds a secret, or lies in one, so that no edit of it and no value may be printed. */
export function isSecretAt(document: Document, path: Path): boolean {
  const scope = scopeOf(document, path);
  scope.hidden ??= new Set(scope.places.flatMap((one) => (one.hides === 'parts' ? [] : [keyOf(one.path)])));
  const { hidden } = scope;
  return hidden.size > 0 && [...path, ''].some((_step, length) => hidden.has(keyOf(path.slice(0, length))));
}

/** The value of an object with `***` for its secrets, for an expression that makes a text of it. */
export function masked(value: JsonObject, { document, path }: About): JsonObject {
  const { places } = scopeOf(document, path);
  const whole = new Set(places.filter(({ hides }) => hides !== 'parts').map((one) => keyOf(one.path)));
  const parts = new Set(places.filter(({ hides }) => hides === 'parts').map((one) => keyOf(one.path)));
  if (places.length === 0) return value;
  const shown = (one: JsonValue, at: Path, hidden: boolean): JsonValue => {
    const hides = hidden || whole.has(keyOf(at));
    if (isList(one)) return one.map((item, index) => shown(item, [...at, index], hides));
    if (isObject(one)) return maskedFields(one, at, hides);
    if (hides) return MASK;
    return typeof one === 'string' && parts.has(keyOf(at)) ? cut(one, secretSpans(one)) : one;
  };
  const maskedFields = (object: JsonObject, at: Path, hidden: boolean): JsonObject =>
    Object.fromEntries(
      Object.entries(object).flatMap(([key, entry]) =>
        entry === undefined ? [] : [[key, shown(entry, [...at, key], hidden)]],
      ),
    );
  return maskedFields(value, path, false);
}

/** A text that is printed about some places, without the secrets of their objects and without the user information of URLs. */
export function discreet(text: string, about: Iterable<About>): string {
  let shown = cut(text, userInfoSpans(text));
  const scopes = new Set<Scope>();
  for (const { document, path } of about) scopes.add(scopeOf(document, path));
  for (const scope of scopes) {
    scope.secrets ??= new Secrets(secretsOf(scope));
    for (const secret of scope.secrets.perhapsIn(shown)) shown = without(shown, secret);
  }
  return shown;
}

/** A secret of fewer characters, or one that is an ordinary word, is masked only where it is quoted: sentences are full of them. */
const TELLING = 4;
const WORD = /^[a-z]{1,15}$/;
/** Of a longer one that a message cuts, so many characters are enough to know it. */
const PREFIX = 8;

function without(text: string, secret: string): string {
  if (isOrdinary(secret)) return text.replaceAll(JSON.stringify(secret), `"${MASK}"`);
  const head = secret.slice(0, PREFIX);
  let out = '';
  let last = 0;
  for (let at = text.indexOf(head); at !== -1; at = text.indexOf(head, last)) {
    let end = at + head.length;
    while (end < text.length && text[end] === secret[end - at]) end++;
    // A short one may be the beginning of a longer word.
    const apart = secret.length >= PREFIX || !(isWord(text, at - 1) || isWord(text, end));
    out += text.slice(last, at) + (apart ? MASK : text.slice(at, end));
    last = end;
  }
  return out + text.slice(last);
}

/** The secrets of an object, the longest first, and found by how they begin where there are many. */
class Secrets {
  readonly #all: readonly string[];
  readonly #byBeginning = new Map<number, Map<string, number[]>>();

  constructor(all: readonly string[]) {
    this.#all = all;
    if (all.length <= FEW) return;
    for (const [index, secret] of all.entries()) {
      const beginning = beginningOf(secret);
      let ofLength = this.#byBeginning.get(beginning.length);
      if (ofLength === undefined)
        this.#byBeginning.set(beginning.length, (ofLength = new Map<string, number[]>()));
      addTo(ofLength, beginning, index);
    }
  }

  /** Those whose beginning a text holds, in their order. */
  perhapsIn(text: string): readonly string[] {
    if (this.#all.length <= FEW) return this.#all;
    const found = new Set<number>();
    for (const [length, ofLength] of this.#byBeginning)
      for (let at = 0; at + length <= text.length; at++)
        for (const index of ofLength.get(text.slice(at, at + length)) ?? []) found.add(index);
    return [...found].sort((a, b) => a - b).map((index) => this.#all[index] ?? '');
  }
}

/** Of more secrets than these a text is not searched for each. */
const FEW = 30;

/** What a text holds that holds the secret in the form in which it is looked for. */
function beginningOf(secret: string): string {
  return isOrdinary(secret) ? JSON.stringify(secret) : secret.slice(0, PREFIX);
}

function isOrdinary(secret: string): boolean {
  return secret.length < TELLING || WORD.test(secret);
}

function isWord(text: string, at: number): boolean {
  return /[\w-]/.test(text.charAt(at));
}

/** What messages about an object must not hold, in all the ways in which one may write it; the longest first. */
function secretsOf({ document, places }: Scope): readonly string[] {
  return document.value === undefined ? wordsHidden(document.text) : formsOf(document, places);
}

function wordsHidden(text: string): readonly string[] {
  const words = unreadSpans(text).flatMap(({ start, end }) => text.slice(start, end).split(/[^\w.+/=-]+/));
  return [...new Set(words)].filter((word) => word.length >= TELLING).sort(longestFirst);
}

function formsOf({ value }: Document, places: readonly SecretPlace[]): readonly string[] {
  const [first] = places;
  if (first === undefined) return [];
  const base = baseOf(first.path);
  const open = new Set<string>();
  collectOpen(getAt(value, base), base, new Set(places.map(({ path }) => keyOf(path))), open);
  const metadata = objectOf(getAt(value, [...base, 'metadata']));
  const names = new Set(scalarsIn([metadata.name ?? null, metadata.namespace ?? null]));
  const secrets = places.flatMap(({ path, hides }) => {
    const scalars = scalarsIn(getAt(value, path));
    // What is among the values of a Secret stays secret where an alias repeats it; a setting may well be the name of something.
    if (hides === 'values') return scalars.flatMap(waysToWrite).filter((one) => !names.has(one));
    const texts =
      hides === 'whole'
        ? scalars
        : scalars.flatMap((text) => secretSpans(text).map(({ start, end }) => text.slice(start, end)));
    return texts.flatMap(waysToWrite).filter((one) => !open.has(one));
  });
  return [...new Set(secrets)].filter((one) => one !== '').sort(longestFirst);
}

/** As it is, as JSON, on one line, line by line, decoded, and the host of an address. */
function waysToWrite(secret: string): readonly string[] {
  const compact = secret.replace(/\s/g, '');
  const decoded = /^[A-Za-z0-9+/]{8,}={0,2}$/.test(compact)
    ? Buffer.from(compact, 'base64').toString('utf8')
    : '';
  return [secret, ...(decoded.includes('\ufffd') ? [] : [decoded])].flatMap((text) => [
    text,
    JSON.stringify(text).slice(1, -1),
    text.replace(/\s+/g, ' ').trim(),
    ...(text.includes('\n') ? text.split('\n').map((line) => line.trim()) : []),
    ...hostOf(text),
  ]);
}

function hostOf(text: string): readonly string[] {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s@/]*@)?([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i.exec(text)?.[1];
  return host === undefined ? [] : [host, host.split('.')[0] ?? ''];
}

/** The scalars that the object says openly, too: what is a name elsewhere is no secret. */
function collectOpen(
  value: JsonValue | undefined,
  path: Path,
  hidden: ReadonlySet<string>,
  open: Set<string>,
): void {
  if (hidden.has(keyOf(path))) return;
  if (isList(value)) {
    for (const [index, item] of value.entries()) collectOpen(item, [...path, index], hidden, open);
  } else if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) collectOpen(entry, [...path, key], hidden, open);
  } else if (value !== undefined && value !== null) open.add(String(value));
}

/** One object of a document: itself, or an item of a list. */
interface Scope {
  readonly document: Document;
  readonly places: readonly SecretPlace[];
  /** Keys of the places that are hidden with all that lies in them. */
  hidden?: ReadonlySet<string>;
  secrets?: Secrets;
}

const scopesIn = new WeakMap<Document, ReadonlyMap<string, Scope>>();

function scopeOf(document: Document, path: Path): Scope {
  let scopes = scopesIn.get(document);
  if (scopes === undefined) {
    const places = new Map<string, SecretPlace[]>();
    for (const place of secretPlaces(document.value)) addTo(places, keyOf(baseOf(place.path)), place);
    scopes = new Map([...places].map(([base, own]) => [base, { document, places: own }]));
    scopesIn.set(document, scopes);
  }
  return scopes.get(keyOf(baseOf(path))) ?? emptyOf(document);
}

/** What could not be read has no places, and what is hidden of it is told from its text. */
function emptyOf(document: Document): Scope {
  const known = empties.get(document) ?? { document, places: [] };
  empties.set(document, known);
  return known;
}

const empties = new WeakMap<Document, Scope>();

function baseOf([list, index]: Path): Path {
  return list === 'items' && typeof index === 'number' ? [list, index] : [];
}

function keyOf(path: Path): string {
  return path.join('\0');
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length || (a < b ? -1 : 1);
}
