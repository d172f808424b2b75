import { isatty } from 'node:tty';
import { withoutCommands } from '../report/escape/log.ts';
import type { Output } from './io.ts';

/**
 * A stream of the process, into which no command to a build's log gets. `onLost` is told once what could not be written and why, unless a reader that has seen enough,
 * such as `head`, has closed the pipe: that is no fault of anybody's.
 */
export function outputOf(
  stream: NodeJS.WriteStream & { readonly fd: number },
  onLost: (reason: string) => void,
): Output {
  let broken = false;
  stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (!broken && code !== 'EPIPE') onLost(REASONS[code ?? ''] ?? message);
    broken = true;
  });
  return {
    write: (text) => {
      if (!broken) stream.write(withoutCommands(text));
    },
    ready: async () => {
      // A reader that has gone is told of in the next turn.
      await (stream.writableNeedDrain && !broken ? drained(stream) : nextTurn());
      return !broken;
    },
    isTerminal: isatty(stream.fd),
    columns: stream.columns > 0 ? stream.columns : undefined,
  };
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'error', 'close'] as const;
    const done = (): void => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on the device',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file would be too large',
  EIO: 'the device reports an error',
  EBADF: 'it is closed',
};
