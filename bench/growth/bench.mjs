import { DIMENSIONS } from './dimensions.mjs';
import { costOf } from './measure.mjs';

/** What grows, at 1×, 4× and 16×: processor time and peak memory. Prints; nothing fails on a clock. */
const SIZES = [1, 4, 16];
const SECONDS = 120;
const UNIT = 5;

const only = process.argv.slice(2).join(' ');
const row = (name, ...cells) =>
  console.log(`${name.padEnd(52)}${cells.map((cell) => cell.padStart(18)).join('')}`);

row('processor time and memory of', '1x', '4x', '16x');
for (const dimension of DIMENSIONS.filter(({ name }) => name.includes(only))) {
  const count = dimension.base * UNIT;
  const costs = SIZES.map((size) => costOf(dimension, count * size, { timeout: SECONDS * 1000 }));
  row(
    `${count.toLocaleString('en')} ${dimension.name}`,
    ...costs.map((cost) =>
      cost === undefined
        ? `> ${SECONDS} s`
        : `${(cost.cpuMs / 1000).toFixed(2)} s ${Math.round(cost.peakKb / 1024)} MB`,
    ),
  );
}
