import { addTo } from '../../base/multimap.ts';
import { ADDED_KEYS } from '../../resource/pod.ts';
import type { LabelSet, Selector } from '../../resource/selector.ts';
import type { NetworkPolicy } from './network-policy.ts';

/** The policies of a namespace by a label that their subjects must have, so that each pod is held to few of them. */
export class PolicyIndex {
  readonly #order = new Map<NetworkPolicy, number>();
  readonly #byLabel = new Map<string, NetworkPolicy[]>();
  /** Those whose selectors ask for no label that a manifest would show. */
  readonly #others: NetworkPolicy[] = [];
  readonly #keys = new Set<string>();

  constructor(policies: readonly (readonly [subject: Selector, policy: NetworkPolicy])[]) {
    for (const [{ requirements }, policy] of policies) {
      this.#order.set(policy, this.#order.size);
      const label = requirements.find(
        ({ key, operator, values }) => operator === 'In' && values.length === 1 && !ADDED_KEYS.has(key),
      );
      if (label === undefined) {
        this.#others.push(policy);
        continue;
      }
      this.#keys.add(label.key);
      addTo(this.#byLabel, labelKey(label.key, label.values[0] ?? ''), policy);
    }
  }

  /** Those that may apply to a pod of the namespace, in their order; the others certainly do not. */
  candidatesFor({ labels, added, open }: LabelSet): readonly NetworkPolicy[] {
    // Whatever its labels are that nobody has written down, a policy may ask for them.
    if (open === true || [...(added ?? [])].some((key) => this.#keys.has(key)))
      return [...this.#order.keys()];
    const found = [...this.#others];
    for (const [key, value] of Object.entries(labels))
      if (this.#keys.has(key)) found.push(...(this.#byLabel.get(labelKey(key, value)) ?? []));
    const place = (policy: NetworkPolicy): number => this.#order.get(policy) ?? 0;
    return found.length === this.#others.length ? found : found.sort((a, b) => place(a) - place(b));
  }
}

function labelKey(key: string, value: string): string {
  return `${key}\0${value}`;
}
