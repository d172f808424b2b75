export { load } from '../base/load.ts';
