import { outputOf } from './output.ts';
import { EXIT } from './io.ts';
import { reportCrash, run } from './run.ts';

/** Replaced by the build. */
declare const KUBEPLUMB_VERSION: string;

let lost = false;
const stderr = outputOf(process.stderr, () => {
  lost = true;
});
const stdout = outputOf(process.stdout, (reason) => {
  lost = true;
  stderr.write(`error: cannot write to standard output: ${reason}\n`);
});

const io = {
  cwd: process.cwd(),
  env: process.env,
  stdout,
  stderr,
  packageRoot: new URL('..', import.meta.url),
  version: KUBEPLUMB_VERSION,
};

process.on('uncaughtException', (error) => {
  reportCrash(error, io);
  process.exitCode = EXIT.failed;
});

// What a stream could not take is known only after the command has ended.
process.on('exit', () => {
  if (lost) process.exitCode = EXIT.failed;
});

// The exit code is set and not acted on, so that a pipe gets everything that was written.
process.exitCode = await run(process.argv.slice(2), io);
