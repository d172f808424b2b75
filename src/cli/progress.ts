import type { Io } from './io.ts';

/** Runs shorter than this show nothing. */
const PATIENCE_MS = 500;
const PAUSE_MS = 80;
const ERASE_LINE = '\r\x1b[2K';

/** One line on a terminal that says how far a long run is. */
export interface ProgressLine {
  readonly show: (doing: string, done: number, total: number) => void;
  /** Takes the line away; needed before anything else is printed. */
  readonly erase: () => void;
}

export function progressLine({ stderr, env }: Io, now: () => number = () => performance.now()): ProgressLine {
  if (!stderr.isTerminal || env.TERM === 'dumb') return { show: () => undefined, erase: () => undefined };
  let next = now() + PATIENCE_MS;
  let shown = false;
  return {
    show: (doing, done, total) => {
      if (now() < next) return;
      next = now() + PAUSE_MS;
      shown = true;
      const share = total > 0 ? ` ${done.toLocaleString('en')} of ${total.toLocaleString('en')}` : '';
      stderr.write(`${ERASE_LINE}${doing}${share}`);
    },
    erase: () => {
      if (shown) stderr.write(ERASE_LINE);
      shown = false;
    },
  };
}
