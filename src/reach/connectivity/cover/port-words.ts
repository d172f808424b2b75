import type { PortRange } from '../../../base/ports.ts';
import type { RulePorts } from '../rule-ports.ts';

/** Ports are 16 bits. */
const LEVELS = 16;

/**
 * The words by which lists of ports are found that hold others: a range is known by the few aligned runs that make it up, and
 * a port asks for the runs of each size that may hold it. Names are words of their own.
 */
export function wideWords({ numbers, names }: RulePorts): readonly string[] {
  return [
    ...numbers.ranges().flatMap(runsOf),
    ...names.map(({ name, protocol }) => `${String(protocol)} ${name}`),
  ];
}

/** Of the first number, or else the first name; none if no port is meant. */
export function narrowWords({ numbers, names: [named] }: RulePorts): readonly string[] {
  const [range] = numbers.ranges();
  if (range !== undefined)
    return Array.from({ length: LEVELS + 1 }, (_, level) => wordOf(range.protocol, level, range.first));
  return named === undefined ? [] : [`${String(named.protocol)} ${named.name}`];
}

function runsOf({ protocol, first, last }: PortRange): readonly string[] {
  const words: string[] = [];
  let start = first;
  while (start <= last) {
    let level = 0;
    while (level < LEVELS && start % 2 ** (level + 1) === 0 && start + 2 ** (level + 1) - 1 <= last) level++;
    words.push(wordOf(protocol, level, start));
    start += 2 ** level;
  }
  return words;
}

function wordOf(protocol: string, level: number, port: number): string {
  return `${protocol}/${level}/${port >> level}`;
}
