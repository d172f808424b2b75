import { run } from '../../src/cli/run.ts';
import { memory } from './memory.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command in a folder. */
export function commandIn(cwd: string, name: string): (...argv: readonly string[]) => Promise<Outcome> {
  return async (...argv) => {
    const io = memory({ cwd });
    const code = await run([name, ...argv], io);
    return { code, stdout: io.stdout.text(), stderr: io.stderr.text() };
  };
}
