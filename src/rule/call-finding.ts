import { addTo } from '../base/multimap.ts';
import type { Call } from '../reference/calls.ts';
import type { FindingFix, RelatedObject } from './rule.ts';

/** Which of the calls of one object say the same wrong thing: told once, at the first place. */
export function byMistake(
  calls: Iterable<Call>,
  mistakeOf: (call: Call) => string | undefined,
): ReadonlyMap<string, readonly [Call, ...Call[]]> {
  const groups = new Map<string, [Call, ...Call[]]>();
  for (const call of calls) {
    const mistake = mistakeOf(call);
    if (mistake === undefined) continue;
    addTo(groups, mistake, call);
  }
  return groups;
}

export function otherPlaces(calls: readonly Call[]): readonly RelatedObject[] {
  const places = new Set<string>();
  return calls.flatMap(({ text: { from, at } }, index): RelatedObject[] => {
    const place = at.join('\0');
    const again = places.has(place);
    places.add(place);
    return index === 0 || again ? [] : [{ resource: from, at, message: 'It is called here too' }];
  });
}

/** `http://api:8080`, `api:8080`: the address as it is written, without user, path and query. */
export function written({ address: { scheme, host, port } }: Call): string {
  const number = port === undefined || port === 'unknown' ? '' : `:${port.value}`;
  return `${scheme === undefined ? '' : `${scheme}://`}${host}${number}`;
}

/** Whether a program is told this address for certain: a text in a ConfigMap may be read by nobody. */
export function isTold({ text }: Call): boolean {
  return text.pod !== undefined;
}

/** Replaces a part of the text; none for a text of several lines, which is no scalar that can be rewritten in place. */
export function replaceIn(
  calls: readonly Call[],
  title: string,
  safety: FindingFix['safety'],
  part: (call: Call) => { readonly start: number; readonly end: number; readonly by: string },
): readonly FindingFix[] {
  const [first] = calls;
  if (first === undefined || calls.some((call) => call.text.text.includes('\n'))) return [];
  // Two addresses in one text would be two edits of one scalar.
  if (new Set(calls.map(({ text }) => text.at.join('\0'))).size < calls.length) return [];
  return [
    {
      title,
      safety,
      edits: calls.map((call) => {
        const { start, end, by } = part(call);
        const { text, at } = call.text;
        return { at, value: text.slice(0, start) + by + text.slice(end) };
      }),
    },
  ];
}
