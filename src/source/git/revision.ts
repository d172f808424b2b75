import { posix } from 'node:path';
import { sourcesIn, type ReadOptions, type Sources } from '../sources.ts';
import { gitIn, GitProblem } from './command.ts';
import type { Git } from './command.ts';
import { foldersOf } from './listing.ts';
import { revisionTree } from './revision-tree.ts';

/** Of the names of all files together; a million of them have less. */
const LONGEST_LISTING = 128 * 1024 * 1024;

/**
 * Reads the manifests of a revision that are below the working directory there, chosen as `readSources` chooses them on the
 * disk. Nothing is written, and no other program than git runs. Throws a GitProblem if there is no git, no repository or no
 * such revision, and for a tree that no folder could hold.
 */
export function readRevision(
  revision: string,
  { cwd, onProgress }: Pick<ReadOptions, 'cwd' | 'onProgress'>,
): Sources {
  const git = gitIn(cwd);
  const commit = commitOf(git, revision);
  const listing = git(['ls-tree', '-r', '-z', '--full-tree', commit], {
    most: LONGEST_LISTING,
    called: 'the list of its files',
  });
  const tree = revisionTree(git, foldersOf(listing));
  // Of its own, because `--show-prefix` ends in a line feed, and a folder may have others in its name.
  const prefix = git(['rev-parse', '--show-prefix']).toString('utf8').slice(0, -1);
  return sourcesIn(tree, [], { cwd: posix.join('/', prefix), ...(onProgress && { onProgress }) });
}

function commitOf(git: Git, revision: string): string {
  // git-check-ref-format(1) allows no such name; whatever it is, it must not become an option.
  if (revision === '' || revision.startsWith('-')) throw new GitProblem('there is no such revision');
  const idOf = (name: string): string =>
    git(['rev-parse', '--verify', '--quiet', '--end-of-options', name]).toString('latin1').trim();
  // In two steps: what follows `:/` is all text to search for.
  return idOf(`${idOf(revision)}^{commit}`);
}
