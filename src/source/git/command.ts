import { spawnSync } from 'node:child_process';

/** Why git has no such revision for us; the message is for the person who asked. */
export class GitProblem extends Error {
  override readonly name = 'GitProblem';
}

/**
 * The repository may be a stranger's, with a configuration that names programs. Only plumbing is run that reads objects and
 * runs none of them (no diff, no filter, no index); these settings are for what such commands could still do: fetch objects
 * of a partial clone (GIT_NO_LAZY_FETCH is of git 2.44, and of the security releases of older ones; without any protocol the
 * others cannot fetch either), refresh the index, start the monitor of the file system, a pager or a hook. See git(1),
 * git-config(1).
 */
const ENVIRONMENT = {
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
};
const OPTIONS = [
  '--no-pager',
  '--no-replace-objects',
  '--literal-pathspecs',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=false'].flatMap((setting) => [
    '-c',
    setting,
  ]),
];

/** Asks git something in a folder. */
export type Git = (
  args: readonly string[],
  asked?: {
    readonly input?: string;
    /** Bytes of an answer; more is a problem that calls the answer so. */
    readonly most?: number;
    readonly called?: string;
  },
) => Buffer;

const SHORT = 1024 * 1024;

/** Throws a GitProblem if there is no git, and for what it refuses. */
export function gitIn(cwd: string): Git {
  return (args, { input = '', most = SHORT, called = 'an answer of git' } = {}) => {
    const { status, signal, stdout, stderr, error } = spawnSync('git', [...OPTIONS, ...args], {
      cwd,
      input,
      maxBuffer: most,
      env: { ...process.env, ...ENVIRONMENT },
      windowsHide: true,
    });
    if (error !== undefined) {
      if ('code' in error && error.code === 'ENOBUFS')
        throw new GitProblem(`${called} has more than ${most / 1024 / 1024} MB`);
      throw new GitProblem(`git cannot be run: ${error.message}`);
    }
    if (status === 0) return stdout;
    const [first = ''] = stderr.toString('utf8').trim().split('\n');
    throw new GitProblem(
      first.replace(/^fatal: /, '') ||
        (signal === null ? 'there is no such revision' : `git was ended by ${signal}`),
    );
  };
}
