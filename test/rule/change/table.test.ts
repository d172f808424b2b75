import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { objectOf } from '../../../src/base/json.ts';
import type { JsonObject, JsonValue, Path } from '../../../src/base/json.ts';
import { describePath } from '../../../src/schema/words.ts';
import { findingsOf } from './refused.ts';
import { API_VERSIONS, LEFT_OUT, MEANT } from './samples.ts';

const TABLE = new URL('../../../../shared/reference/immutable.tsv', import.meta.url);

interface Row {
  readonly kind: string;
  readonly field: string;
  readonly note: string;
  readonly isAccepted: boolean;
}

const rows: readonly Row[] = existsSync(TABLE)
  ? readFileSync(TABLE, 'utf8')
      .split('\n')
      .slice(1)
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [kind = '', field = '', says = '', , note = ''] = line.split('\t');
        return { kind, field, note, isAccepted: says === 'accepted' };
      })
  : [];

/** Two objects that differ at the field of a row. */
function pairOf({ kind, field, note, isAccepted }: Row): readonly [string, string] {
  // The two rows of an image are the same words.
  if (kind === 'Pod' && field === 'spec.containers[*].image') {
    const at = (image: string): string => textOf(kind, put(pathOf(field), image));
    return [at('web:1'), at(isAccepted ? 'web:2' : 'web:latest')];
  }
  const [before, after] =
    MEANT[`${kind} ${field}${note === '' ? '' : ` (${note})`}`] ??
    MEANT[`${kind} ${field}`] ??
    ['a', 'b'].map((value) => put(pathOf(field), value));
  return [textOf(kind, before), textOf(kind, after)];
}

function pathOf(field: string): Path {
  return (field.split(' ')[0] ?? '')
    .split('.')
    .flatMap((step) => (step.endsWith('[*]') ? [step.slice(0, -3), 0] : [step]));
}

function put([step, ...rest]: Path, value: JsonValue): JsonObject {
  if (typeof step !== 'string') throw new Error('a path begins with a field');
  const [index, ...inner] = rest;
  if (index === 0) return { [step]: [{ name: 'a', ...put(inner, value) }] };
  return { [step]: rest.length === 0 ? value : put(rest, value) };
}

function textOf(kind: string, fields: JsonObject): string {
  const { metadata, spec, ...others } = fields;
  const named = { name: 'web', namespace: 'shop', ...objectOf(metadata) };
  const whole =
    spec === undefined ? {} : { spec: WORKLOADS.has(kind) ? workload(kind, objectOf(spec)) : spec };
  return JSON.stringify({
    apiVersion: API_VERSIONS[kind] ?? 'v1',
    kind,
    metadata: named,
    ...others,
    ...whole,
  });
}

const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'DaemonSet',
  'ReplicaSet',
  'StatefulSet',
  'Job',
]);

/** Less than this is no workload but a patch of one. */
function workload(kind: string, spec: JsonObject): JsonObject {
  const containers = { containers: [{ name: 'a', image: 'a' }] };
  const selector = kind === 'Job' ? {} : { selector: { matchLabels: { a: 'a' } } };
  return { ...selector, ...spec, template: { spec: containers, ...objectOf(spec.template) } };
}

const shown = rows.filter(
  ({ kind, field, note }) =>
    LEFT_OUT[`${kind} ${field} (${note})`] === undefined && LEFT_OUT[`${kind} ${field}`] === undefined,
);

describe.skipIf(rows.length === 0)('the table of what a server refused', () => {
  it.each(
    shown
      .filter(({ isAccepted }) => !isAccepted)
      .map((row) => [`${row.kind} ${row.field} ${row.note}`, row] as const),
  )('refused: %s', (_title, row) => {
    const [before, after] = pairOf(row);
    const paths = findingsOf(before, after).map(({ place }) => describePath(place.path ?? []));
    const wanted = row.field.replaceAll('[*]', '[0]');
    expect(paths.filter((path) => path.startsWith(wanted) || wanted.startsWith(path))).not.toEqual([]);
  });

  it.each(
    shown.filter(({ isAccepted }) => isAccepted).map((row) => [`${row.kind} ${row.field}`, row] as const),
  )('accepted: %s', (_title, row) => {
    const [before, after] = pairOf(row);
    expect(before).not.toBe(after);
    expect(findingsOf(before, after).map(({ message }) => message)).toEqual([]);
  });
});
