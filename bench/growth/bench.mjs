import { DIMENSIONS } from './dimensions.mjs';
import { costOf } from './measure.mjs';

/** What grows, at 1×, 4× and 16×: processor time and peak memory. Prints; nothing fails on a clock. */
const SIZES = [1, 4, 16];
const SECONDS = 120;
const UNIT = 5;

/** Without words of a name; `all` for the others, too. */
const SHOWN = new Set([
  'workloads without policies, mapped as text',
  'workloads without policies, as csv',
  'blocks in what a change adds',
  'blocks in two rules of a policy',
  'rules with a port and a block in a policy',
  'policies that select all of 100 pods',
  'env from the keys of one ConfigMap',
  'Ingresses with expressions on one host',
  'Services and Deployments of one label',
  'Services with one selector',
  'Deployments with one label',
  'workloads of one namespace under its policies',
  'workloads, each with a Service and a policy',
  'ignore comments in a row',
  'copies of a definition and its objects',
  'definitions without objects',
]);

const words = process.argv.slice(2).join(' ');
const isShown = (name) => (words === '' ? SHOWN.has(name) : words === 'all' || name.includes(words));
const row = (name, ...cells) =>
  console.log(`${name.padEnd(52)}${cells.map((cell) => cell.padStart(18)).join('')}`);

row('processor time and memory of', '1x', '4x', '16x');
for (const dimension of DIMENSIONS.filter(({ name }) => isShown(name))) {
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
