import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { decode } from './decode.ts';
import type { SourceProblemCode } from './file.ts';
import { unreadable } from './unreadable.ts';

/** Bytes of a file, or of standard input. */
export const LARGEST: number = 64 * 1024 * 1024;

export type Reading =
  { readonly text: string } | { readonly code: SourceProblemCode; readonly message: string };

/** The text of a file by its path, or of an open file by its number. */
export function readText(file: string | number): Reading {
  try {
    const bytes = typeof file === 'number' ? readFileSync(file) : readBytes(file);
    return typeof bytes === 'number' ? tooLarge(bytes) : textOf(bytes);
  } catch (error) {
    return unreadable(error, false);
  }
}

export function textOf(bytes: Buffer): Reading {
  // Only a pipe comes this far: it does not say its size before.
  if (bytes.length > LARGEST) return tooLarge(bytes.length);
  const text = decode(bytes);
  if (text !== undefined) return { text };
  return { code: 'file-binary', message: 'It is not text: there is a NUL byte near its start.' };
}

// One buffer for all small files: allocating and zeroing one for each costs more than reading it.
const shared = Buffer.allocUnsafeSlow(64 * 1024);

/** The bytes, valid until the next call; or the size of a file that is too large. */
function readBytes(path: string): Buffer | number {
  const descriptor = openSync(path, 'r');
  try {
    const stat = fstatSync(descriptor);
    if (stat.size > LARGEST) return stat.size;
    // Pipes and the files of /proc have no size before they are read.
    if (stat.size === 0 || stat.size > shared.length) return readFileSync(descriptor);
    let length = 0;
    while (length < stat.size) {
      const count = readSync(descriptor, shared, length, stat.size - length, null);
      if (count === 0) break;
      length += count;
    }
    return shared.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

export function tooLarge(size: number): Reading {
  const megabytes = (size / 1024 / 1024).toFixed(1);
  return {
    code: 'file-too-large',
    message: `It has ${megabytes} MB, and files of more than 64 MB are not read.`,
  };
}
