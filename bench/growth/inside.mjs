import { DIMENSIONS } from './dimensions.mjs';
import { stepsInside } from './measure.mjs';

/** The steps of all dimensions of `check` at size 1, half of 1× and half of 16×, as JSON; the arguments say which part of how many. */
const [part = 0, parts = 1] = process.argv.slice(2).map(Number);
const checks = DIMENSIONS.filter(({ command }) => command[0] === 'check');
const table = await stepsInside(
  checks.filter((_one, index) => index % parts === part),
  ({ base }) => [1, Math.ceil(base / 2), Math.ceil(base / 2) * 16],
);
console.log(JSON.stringify(table));
