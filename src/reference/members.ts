import type { Address } from './address.ts';

/**
 * Names of pods as members of a cluster write them, which no scheme shows: two ports behind each other
 * (`server.1=zk-0.zk:2888:3888;2181`), a number before it (`0@kafka-0.kafka:9093`), or a list without any port that is all there is
 * (`es-0.es,es-1.es`). Only names of two labels or more whose first ends in a number.
 */
export function membersIn(text: string): readonly Address[] {
  const found: Address[] = [];
  for (const match of text.matchAll(WITH_PORTS)) {
    const { host = '', ports = '' } = match.groups ?? {};
    const [start, end] = match.indices?.groups?.host ?? [0, 0];
    let at = end + 1;
    for (const port of ports.slice(1).split(':')) {
      found.push({ start, end, host, scheme: undefined, port: portAt(port, at) });
      at += port.length + 1;
    }
  }
  return found.length > 0 ? found : listed(text);
}

/** Most texts hold none, and are told quickly. */
export function mayHoldMembers(text: string): boolean {
  return /[a-z0-9]-\d{1,5}\.[a-z]/.test(text);
}

const MEMBER = '[a-z][a-z0-9-]{0,56}-\\d{1,5}(?:\\.[a-z0-9-]{1,63}){1,6}';
const WITH_PORTS = new RegExp(
  `(?<![\\w.$(){}%<>*~/\\[\\]:\\\\-])(?<host>${MEMBER})\\.?(?<ports>(?::\\d{1,5}){1,3})(?![\\w:$({<%-]|\\.\\w)`,
  'dg',
);

function portAt(digits: string, start: number): Address['port'] {
  const value = Number(digits);
  return value >= 1 && value <= 65_535 ? { value, start, end: start + digits.length } : 'unknown';
}

const ONLY_MEMBER = new RegExp(`^${MEMBER}$`);

/** A text, or what is behind the `=` of an option, that is nothing but names. */
function listed(text: string): readonly Address[] {
  if (text.length > LONGEST_LIST) return [];
  const from = text.startsWith('-') ? text.indexOf('=') + 1 : 0;
  const words = [...text.slice(from).matchAll(/[^\s,;]{1,400}/g)];
  if (!words.every(([word]) => ONLY_MEMBER.test(word))) return [];
  return words.map(({ 0: host, index }) => ({
    start: from + index,
    end: from + index + host.length,
    host,
    scheme: undefined,
    port: undefined,
  }));
}

const LONGEST_LIST = 10_000;
