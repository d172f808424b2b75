import { isatty } from 'node:tty';
import type { Output } from './io.ts';
import { EXIT } from './io.ts';
import { reportCrash, run } from './run.ts';

/** Replaced by the build. */
declare const KUBEPLUMB_VERSION: string;

const io = {
  cwd: process.cwd(),
  env: process.env,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  packageRoot: new URL('..', import.meta.url),
  version: KUBEPLUMB_VERSION,
};

process.on('uncaughtException', (error) => {
  reportCrash(error, io);
  process.exitCode = EXIT.failed;
});

// The exit code is set and not acted on, so that a pipe gets everything that was written.
process.exitCode = await run(process.argv.slice(2), io);

function output(stream: NodeJS.WriteStream & { readonly fd: number }): Output {
  // A reader that has seen enough, such as `head`, closes the pipe: no fault of anybody's.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: isatty(stream.fd),
    columns: stream.columns > 0 ? stream.columns : undefined,
  };
}
