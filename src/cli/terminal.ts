import { inspect } from 'node:util';
import type { Paint, Style } from '../report/style.ts';
import { PLAIN } from '../report/style.ts';
import type { Io, Output } from './io.ts';

export const COLOR_MODES = ['auto', 'always', 'never'] as const;
export type ColorMode = (typeof COLOR_MODES)[number];

/**
 * The option decides; then FORCE_COLOR (`0` and `false` mean no), as Node reads it; then NO_COLOR if it is not empty
 * (no-color.org); then whether this is a terminal that can.
 */
export function isColorful(mode: ColorMode, output: Output, env: Io['env']): boolean {
  if (mode !== 'auto') return mode === 'always';
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return output.isTerminal && env.TERM !== 'dumb';
}

export function styleFor(mode: ColorMode, output: Output, env: Io['env']): Style {
  return isColorful(mode, output, env) ? COLORFUL : PLAIN;
}

function paint(...names: readonly string[]): Paint {
  const codes = names.map((name) => inspect.colors[name] ?? [0, 0]);
  const open = codes.map(([code]) => `\x1b[${code}m`).join('');
  const close = codes
    .reverse()
    .map(([, code]) => `\x1b[${code}m`)
    .join('');
  return (text) => open + text + close;
}

const COLORFUL: Style = {
  error: paint('bold', 'red'),
  warning: paint('bold', 'yellow'),
  info: paint('bold', 'blue'),
  good: paint('bold', 'green'),
  strong: paint('bold'),
  faint: paint('dim'),
  name: paint('cyan'),
  related: paint('blue'),
};
