import { isList, isObject, listOf, objectOf, stringOf } from '../base/json.ts';
import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import { secretSpans } from './assignments.ts';
import { namesSecret, optionIsSecret } from './naming.ts';

/** Where a document holds the value of a secret. */
export interface SecretPlace {
  readonly path: Path;
  /**
   * `values`: everything in it but its keys. `whole`: the value. `parts`: what its text itself gives as secrets
   * (assignments.ts).
   */
  readonly hides: 'values' | 'whole' | 'parts';
}

/** The places of a document's value, outermost first; what lies inside of one is not listed again. */
export function secretPlaces(value: JsonValue | undefined): readonly SecretPlace[] {
  const found: SecretPlace[] = [];
  walk(value, [], '', found);
  return found;
}

/** `kind` is that of the innermost object around the value. */
function walk(value: JsonValue | undefined, path: Path, kind: string, found: SecretPlace[]): void {
  if (isList(value)) {
    walkList(value, path, kind, found);
    return;
  }
  if (!isObject(value)) {
    if (typeof value !== 'string') return;
    if (holdsSecretManifest(value)) found.push({ path, hides: 'whole' });
    // A configuration, a script, the values of a chart.
    else if (value.includes('\n') && secretSpans(value).length > 0) found.push({ path, hides: 'parts' });
    return;
  }
  const own = stringOf(value.kind) ?? kind;
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const at = [...path, key];
    const hides = hiddenIn(own, value, key, entry, path);
    if (hides !== undefined) found.push({ path: at, hides });
    else if (own === 'ConfigMap' && key === 'data' && isObject(entry)) walkConfig(entry, at, found);
    // The items of a `SecretList` need not say what they are.
    else if (key === 'items' && own.endsWith('List') && isList(entry))
      walkList(entry, at, own.slice(0, -'List'.length), found);
    else walk(entry, at, own, found);
  }
}

function walkList(list: readonly JsonValue[], path: Path, kind: string, found: SecretPlace[]): void {
  const isCommand = path.at(-1) === 'args' || path.at(-1) === 'command';
  let optionBefore = false;
  for (const [index, item] of list.entries()) {
    const at = [...path, index];
    if (optionBefore && typeof item !== 'object' && !String(item).startsWith('-'))
      found.push({ path: at, hides: 'whole' });
    else if (isCommand && typeof item === 'string' && secretSpans(item).length > 0)
      found.push({ path: at, hides: 'parts' });
    else walk(item, at, kind, found);
    optionBefore = isCommand && typeof item === 'string' && /^--?[\w.-]+$/.test(item) && optionIsSecret(item);
  }
}

function walkConfig(data: JsonObject, path: Path, found: SecretPlace[]): void {
  for (const [key, entry] of Object.entries(data)) {
    const at = [...path, key];
    if (namesSecret(key) || (typeof entry === 'string' && holdsSecretManifest(entry)))
      found.push({ path: at, hides: 'whole' });
    else if (typeof entry === 'string' && secretSpans(entry).length > 0)
      found.push({ path: at, hides: 'parts' });
  }
}

function hiddenIn(
  kind: string,
  object: JsonObject,
  key: string,
  entry: JsonValue,
  path: Path,
): SecretPlace['hides'] | undefined {
  // A field that no Secret has may be its data, misspelt.
  if (object.kind === 'Secret' && !OF_EVERY_SECRET.has(key)) return 'values';
  if (key === 'data' || key === 'stringData') {
    if (kind === 'Secret') return 'values';
    // The templates of SealedSecrets, ExternalSecrets, PushSecrets and others; a list there names where values come from.
    if (kind.includes('Secret') && isObject(entry)) return 'values';
  }
  if (key === 'literal' && kind.includes('Secret')) return 'whole';
  if (COPIES.has(key) && path.at(-1) === 'annotations') return 'whole';
  if (key === 'literals' && path.includes('secretGenerator')) return 'values';
  if (key === 'patch' && stringOf(objectOf(object.target).kind)?.includes('Secret') === true) return 'whole';
  if (isSetting(path) && typeof entry !== 'object' && namesSecret(key)) return 'whole';
  // The private key of a Route of OpenShift stands in the object itself.
  if (kind === 'Route' && key === 'key' && path.at(-1) === 'tls') return 'whole';
  if (key !== 'value') return undefined;
  // RFC 6902: an operation of a patch.
  if (/^\/(?:data|stringData)(?:\/|$)/.test(stringOf(object.path) ?? '') && object.op !== undefined)
    return 'values';
  if (!isVariable(path)) return undefined;
  if (namesSecret(stringOf(object.name) ?? '')) return 'whole';
  return secretSpans(stringOf(entry) ?? '').length > 0 ? 'parts' : undefined;
}

/** Whether the object at the path is an environment variable, an HTTP header of a probe, or a parameter of a template. */
function isVariable(path: Path): boolean {
  const list = path.at(-2);
  return (
    typeof path.at(-1) === 'number' &&
    typeof list === 'string' &&
    (/env/i.test(list) || list === 'httpHeaders' || list === 'parameters')
  );
}

/** Whether the object at the path gives values by their names: a map of environment variables, values of a Helm chart. */
function isSetting(path: Path): boolean {
  const [last] = path.slice(-1);
  return (
    (typeof last === 'string' && /env/i.test(last)) ||
    path.some((step, index) => index > 0 && (step === 'values' || step === 'valuesObject'))
  );
}

/** A manifest inside of a string, as YAML or as JSON, perhaps with its quotes escaped. */
function holdsSecretManifest(text: string): boolean {
  return /\bkind\\?["']?\s*:\s*\\?["']?\w*Secret\b/.test(text);
}

const OF_EVERY_SECRET: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'type', 'immutable']);

/** Annotations that hold a copy of the whole object as it was applied. */
const COPIES: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'kapp.k14s.io/original',
  'objectset.rio.cattle.io/applied',
  'banzaicloud.com/last-applied',
]);

/** The scalars that lie in a place: what messages must not say. */
export function scalarsIn(value: JsonValue | undefined): readonly string[] {
  if (isList(value)) return listOf(value).flatMap(scalarsIn);
  if (isObject(value)) return Object.values(value).flatMap(scalarsIn);
  return value === undefined || value === null ? [] : [String(value)];
}
