// node test/answers.mjs [words…]: runs the tests that answers.md names against the commit before they were answered, in a
// work tree of its own, and prints that each fails there. With words only the rows that hold one of them.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BEFORE = '8c1f10f';
const root = resolve(import.meta.dirname, '..');
const words = process.argv.slice(2);

/** `| what was wrong | `file` name of the test |`; of a rule page the whole page is the test. */
const rows = readFileSync(join(root, 'test/answers.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, what = '', file, name = ''] = /^\| (.+?) \| `([^`]+)`(?: (.+?))? \|$/.exec(line) ?? [];
    return file === undefined ? [] : [{ what, file, name }];
  })
  .filter(({ what }) => words.length === 0 || words.some((word) => what.includes(word)));

const tree = mkdtempSync(join(tmpdir(), 'kubeplumb-answers-'));
const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28, ...options });

let wrong = 0;
try {
  const added = run('git', ['worktree', 'add', '--detach', '--quiet', tree, BEFORE], { cwd: root });
  if (added.status !== 0) throw new Error(added.stderr);
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const built = run('npm', ['run', 'build']);
  if (built.status !== 0) throw new Error(built.stderr);
  // The pages first, by the test of pages that was there: it judges the examples alone.
  const pageOf = (file) => /^rules\/(.+)\.md$/.exec(file)?.[1];
  const inOrder = [
    ...rows.filter(({ file }) => pageOf(file) !== undefined),
    ...rows.filter(({ file }) => pageOf(file) === undefined),
  ];
  for (const { what, file, name } of inOrder) {
    const page = pageOf(file);
    if (page === undefined) cpSync(join(root, 'test'), join(tree, 'test'), { recursive: true });
    else cpSync(join(root, file), join(tree, file));
    const { stdout } = run(
      'npx',
      ['vitest', 'run', page === undefined ? file : 'test/rule/pages.test.ts', '--reporter=json']
        .concat(name === '' ? [] : ['-t', name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')])
        .concat('--passWithNoTests=false'),
      { env: { ...process.env, ...(page === undefined ? {} : { RULE: page }) } },
    );
    const verdict = verdictOf(stdout);
    if (!verdict.startsWith('fails')) wrong++;
    console.log(`${verdict.padEnd(40)} ${what}`);
    if (page !== undefined) run('git', ['checkout', '--quiet', '--', '.'], { cwd: join(tree, 'rules') });
  }
} finally {
  run('git', ['worktree', 'remove', '--force', tree], { cwd: root });
  rmSync(tree, { recursive: true, force: true });
}
console.log(`${rows.length} rows, ${wrong} do not fail at ${BEFORE}`);
process.exitCode = wrong === 0 && rows.length > 0 ? 0 : 1;

function verdictOf(output) {
  const start = output.indexOf('{"num');
  if (start === -1) return 'DID NOT RUN';
  const { numFailedTests, numPassedTests, testResults } = JSON.parse(output.slice(start));
  if (numFailedTests > 0) return `fails (${numFailedTests} of ${numFailedTests + numPassedTests})`;
  const unread = testResults.find(({ status, message }) => status === 'failed' && message !== '');
  if (unread !== undefined) return 'fails (cannot be loaded)';
  return numPassedTests === 0 ? 'FOUND NO TEST' : 'PASSES';
}
