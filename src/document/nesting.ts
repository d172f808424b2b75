/**
 * How deep a value may nest. kubectl reads 10,000 levels; no manifest has more than a few dozen (a custom resource
 * definition about a hundred), and everything that walks values may count on this bound.
 */
export const MAX_DEPTH = 1000;
