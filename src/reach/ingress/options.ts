import { goBoolean } from '../../base/boolean.ts';
import { listOf } from '../../base/json.ts';
import type { Pod } from '../../resource/pod.ts';

/** Of a command line, without dashes; a flag without a value is `true`. */
export type Options = ReadonlyMap<string, string>;

/** What the containers of a pod are told on their command lines. */
export function optionsOf({ containers }: Pod): Options {
  const options = new Map<string, string>();
  for (const { value } of containers) {
    const words = [...listOf(value.command), ...listOf(value.args)].filter((one) => typeof one === 'string');
    for (const [index, word] of words.entries()) {
      const [, name, written] = /^--?([a-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
      if (name === undefined) continue;
      const next = words[index + 1];
      options.set(name, written ?? (next === undefined || next.startsWith('-') ? 'true' : next));
    }
  }
  return options;
}

/** Whether a flag that is off unless written is on (spf13/pflag reads booleans as Go does). */
export function isOn(options: Options, flag: string): boolean {
  return goBoolean(options.get(flag)) === true;
}
