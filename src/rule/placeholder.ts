import type { JsonValue } from '../base/json.ts';
import { isPlaceholder } from '../reference/world.ts';

/**
 * Whether anything in a value is still to be filled in, so that nobody knows what a rule about the whole of it would say. Words in
 * capitals alone do not tell: many a field has them (`TCP`, `ISTIO_MUTUAL`).
 */
export function holdsPlaceholder(value: JsonValue | undefined): boolean {
  const open: (JsonValue | undefined)[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === 'string' && (isPlaceholder(one) || ASKS.test(one))) return true;
    if (typeof one === 'object' && one !== null) for (const inner of Object.values(one)) open.push(inner);
  }
  return false;
}

const ASKS = /PLACEHOLDER|CHANGE_?ME|REPLACE_?ME|YOUR_/;
