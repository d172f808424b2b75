import { nearest } from '../base/nearest.ts';
import { isProtocol, PortSet, PROTOCOLS } from '../base/ports.ts';
import type { Protocol } from '../base/ports.ts';
import { UsageError } from './usage.ts';

/**
 * The ports that an argument means: `tcp/8080`, `8080/tcp`, `8080` (TCP), `udp/30000-32767`, `sctp` (all of it). Throws a
 * UsageError for anything else.
 */
export function readPorts(text: string): PortSet {
  const pieces = text.split('/');
  if (pieces.length > 2) throw noPort(text);
  const numbers = pieces.find((piece) => isRange(piece));
  const words = pieces.filter((piece) => piece !== numbers);
  const [word] = words;
  if (words.length > 1 || (word === undefined && numbers === undefined)) throw noPort(text);
  const protocol = word === undefined ? 'TCP' : protocolOf(word, numbers, text);
  if (numbers === undefined) return PortSet.ofProtocol(protocol);
  const [first, last = first] = numbers.split('-').map(Number);
  if (first === undefined || last === undefined || first < 1 || last > LAST || last < first)
    throw new UsageError(`'${numbers}' is no port`, [
      last !== undefined && first !== undefined && last < first
        ? `Did you mean '${last}-${first}'?`
        : `It is a number from 1 to ${LAST}.`,
    ]);
  return PortSet.of(protocol, first, last);
}

const LAST = 65_535;

function isRange(text: string): boolean {
  return /^\d+(?:-\d+)?$/.test(text);
}

function protocolOf(word: string, numbers: string | undefined, text: string): Protocol {
  const protocol = word.toUpperCase();
  if (isProtocol(protocol)) return protocol;
  const meant = nearest(protocol, PROTOCOLS);
  if (meant === undefined) throw noPort(text);
  const whole = numbers === undefined ? '' : `/${numbers}`;
  throw new UsageError(`'${word}' is no protocol`, [
    `Did you mean '${meant.toLowerCase()}${whole}'?`,
    'It is tcp, udp or sctp.',
  ]);
}

function noPort(text: string): UsageError {
  const [, a = '', b = ''] = /^([\w-]+)[:,= ]([\w-]+)$/.exec(text) ?? [];
  const [word, numbers] = isRange(a) ? [b, a] : [a, b];
  const likely = isProtocol(word.toUpperCase()) && isRange(numbers);
  return new UsageError(`'${text}' is no port`, [
    ...(likely ? [`Did you mean '${word.toLowerCase()}/${numbers}'?`] : []),
    'It is tcp/8080, udp/53, a range such as tcp/8000-8100, or a protocol.',
  ]);
}
