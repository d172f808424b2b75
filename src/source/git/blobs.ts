import { LARGEST } from '../read.ts';
import { GitProblem } from './command.ts';
import type { Git } from './command.ts';

/** What is known of a blob: its bytes, or only the size of one that is too large; undefined if the clone does not have it. */
export type Blob = Buffer | number | undefined;

/** Of everything that is read of one revision; a repository of manifests has less. */
const MOST = 1024 * 1024 * 1024;
/** Each answer of git is about as long as the largest file may be. */
const AT_ONCE = LARGEST;
/** `<id> blob <size>` and two line feeds, with ids of SHA-256. */
const HEADER = 128;

/** Blobs by their ids, in the order of the ids. Throws a GitProblem. */
export function* blobsOf(git: Git, ids: readonly string[]): Iterable<Blob> {
  const sizes = sizesOf(git, ids);
  const total = sizes.reduce<number>((sum, size = 0) => sum + (size > LARGEST ? 0 : size), 0);
  if (total > MOST) throw new GitProblem(`its manifests have more than ${MOST / 1024 / 1024} MB`);
  for (let from = 0; from < ids.length;) {
    let to = from;
    const wanted: number[] = [];
    for (let room = AT_ONCE; to < ids.length && room >= 0; to++) {
      const size = sizes[to];
      if (size === undefined || size > LARGEST) continue;
      room -= size + HEADER;
      wanted.push(to);
    }
    const bytes = bytesOf(git, ids, wanted, sizes);
    for (; from < to; from++) yield bytes.get(from) ?? sizes[from];
  }
}

/** Undefined for what the clone does not have. */
function sizesOf(git: Git, ids: readonly string[]): readonly (number | undefined)[] {
  if (ids.length === 0) return [];
  const answer = git(['cat-file', '--batch-check', '--buffer'], {
    input: lines(ids),
    most: ids.length * HEADER,
  });
  const told = answer.toString('latin1').split('\n');
  return ids.map((_, index) => {
    const [, type, size] = told[index]?.split(' ') ?? [];
    return type === 'blob' ? Number(size) : undefined;
  });
}

function bytesOf(
  git: Git,
  ids: readonly string[],
  wanted: readonly number[],
  sizes: readonly (number | undefined)[],
): ReadonlyMap<number, Buffer> {
  const bytes = new Map<number, Buffer>();
  if (wanted.length === 0) return bytes;
  const room = wanted.reduce((sum, index) => sum + (sizes[index] ?? 0) + HEADER, 0);
  const answer = git(['cat-file', '--batch', '--buffer'], {
    input: lines(wanted.map((index) => ids[index] ?? '')),
    most: room,
  });
  let offset = 0;
  for (const index of wanted) {
    const start = answer.indexOf('\n', offset) + 1;
    const end = start + (sizes[index] ?? 0);
    bytes.set(index, answer.subarray(start, end));
    offset = end + 1;
  }
  return bytes;
}

function lines(ids: readonly string[]): string {
  return `${ids.join('\n')}\n`;
}
