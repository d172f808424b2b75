import { isPlaceholder } from '../../reference/world.ts';
import { nameOf } from '../../resource/resource.ts';
import { repeatedEntries } from '../../schema/list-keys.ts';
import { describePath } from '../../schema/words.ts';
import type { Check } from '../rule.ts';

/** Two entries of a list that have the same key, where the key is what tells them apart. */
export const check: Check = function* (resource) {
  if (resource.unrendered !== undefined) return;
  for (const { path, first, key } of repeatedEntries(resource)) {
    if (isPlaceholder(key)) continue;
    yield {
      at: path,
      message: `Two entries of ${describePath(path.slice(0, -2))} of ${nameOf(resource)} have ${key}; server-side apply rejects that, and of what is applied otherwise one is lost or overruled.`,
      related: [{ resource, at: first, message: `${key} is here first` }],
    };
  }
};
