import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { decode } from './decode.ts';
import type { SourceProblemCode } from './file.ts';
import { unreadable } from './unreadable.ts';

/** Bytes of a file, or of standard input. */
export const LARGEST: number = 64 * 1024 * 1024;

export interface ReadProblem {
  readonly code: SourceProblemCode;
  readonly message: string;
}

export type Reading = { readonly text: string } | ReadProblem;

/** The text of a file by its path, or of an open file by its number. Ends for whatever the path names. */
export function readText(file: string | number): Reading {
  try {
    const bytes = typeof file === 'number' ? readToEnd(file, 0) : readFile(file);
    return 'code' in bytes ? bytes : textOf(bytes);
  } catch (error) {
    return unreadable(error, false);
  }
}

export function textOf(bytes: Buffer): Reading {
  if (bytes.length > LARGEST) return tooLarge(bytes.length);
  const text = decode(bytes);
  if (text !== undefined) return { text };
  return { code: 'file-binary', message: 'It is not text: there is a NUL byte near its start.' };
}

/** `size` in bytes; undefined if nobody knows it. */
export function tooLarge(size: number | undefined): ReadProblem {
  const has = size === undefined ? 'more than 64 MB' : `${(size / 1024 / 1024).toFixed(1)} MB`;
  return { code: 'file-too-large', message: `It has ${has}, and files of more than 64 MB are not read.` };
}

// One buffer for all small files: allocating and zeroing one for each costs more than reading it.
const shared = Buffer.allocUnsafeSlow(64 * 1024);

// Without O_NONBLOCK, to open a pipe that nobody writes to is to wait for ever; Windows has no such flags,
// and what is not there counts as 0.
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** The bytes, valid until the next call. */
function readFile(path: string): Buffer | ReadProblem {
  const descriptor = openSync(path, FLAGS);
  try {
    const stat = fstatSync(descriptor);
    if (stat.isCharacterDevice() || stat.isBlockDevice()) return readDevice(descriptor);
    if (stat.isFIFO()) return readToEnd(descriptor, WRITER_MS);
    // The files of /proc have no size before they are read.
    if (stat.size === 0 || stat.size > shared.length) return readSized(descriptor, stat);
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

function readSized(descriptor: number, { size }: Stats): Buffer | ReadProblem {
  return size > LARGEST ? tooLarge(size) : readToEnd(descriptor, 0);
}

/** /dev/null is an empty file; any other device waits for somebody, or has no end. */
function readDevice(descriptor: number): Buffer | ReadProblem {
  const count = readSome(descriptor, shared);
  if (count === 0) return shared.subarray(0, 0);
  return { code: 'file-unreadable', message: 'It is a device, and no file.' };
}

/** How long a pipe may have no writer before it has one: whoever made it may be about to open it. */
const WRITER_MS = 2000;
const PAUSE_MS = 10;

/** Everything up to the end, but no more than may be. `patience`: milliseconds to wait for a pipe to be opened for writing. */
function readToEnd(descriptor: number, patience: number): Buffer | ReadProblem {
  const chunks: Buffer[] = [];
  let length = 0;
  for (let waited = 0; ;) {
    const chunk = Buffer.allocUnsafe(shared.length);
    const count = readSome(descriptor, chunk);
    if (count === undefined || (count === 0 && length === 0 && waited < patience)) {
      pause();
      // A pipe with a writer that has nothing to say yet is waited for.
      waited = count === undefined ? patience : waited + PAUSE_MS;
    } else if (count === 0) {
      break;
    } else {
      chunks.push(count === chunk.length ? chunk : chunk.subarray(0, count));
      length += count;
      if (length > LARGEST) return tooLarge(undefined);
    }
  }
  if (length > 0 || patience === 0) return Buffer.concat(chunks, length);
  return { code: 'file-unreadable', message: 'It is a pipe that nobody has written to.' };
}

/** The number of bytes read, 0 at the end; undefined if there is nothing yet. */
function readSome(descriptor: number, into: Buffer): number | undefined {
  try {
    return readSync(descriptor, into, 0, into.length, null);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Windows says EOF for the end of a pipe.
    if (code === 'EOF') return 0;
    if (code === 'EAGAIN') return undefined;
    throw error;
  }
}

const clock = new Int32Array(new SharedArrayBuffer(4));

function pause(): void {
  Atomics.wait(clock, 0, 0, PAUSE_MS);
}
