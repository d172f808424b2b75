import type { Dimension } from './measure.mjs';

export const DIMENSIONS: readonly (Dimension & { readonly name: string; readonly base: number })[];
