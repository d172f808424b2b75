import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Io, Output } from '../../src/cli/io.ts';

export interface Recorded extends Output {
  text: () => string;
}

export function recorded(isTerminal = false, columns?: number): Recorded {
  const written: string[] = [];
  return { write: (text) => void written.push(text), text: () => written.join(''), isTerminal, columns };
}

/** An Io that keeps what is written. */
export function memory(more: Partial<Io> = {}): Io & { stdout: Recorded; stderr: Recorded } {
  return {
    cwd: resolve(import.meta.dirname, '..'),
    env: {},
    packageRoot: pathToFileURL(resolve(import.meta.dirname, '../..') + '/'),
    version: '1.2.3',
    ...more,
    stdout: recorded(),
    stderr: recorded(),
  };
}
