/**
 * How deep a value may nest. kubectl reads 10,000 levels; no manifest has more than a few dozen (a custom resource
 * definition about a hundred). The `yaml` library composes recursively and gives up before 1000 levels; everything that
 * walks values may count on this bound, too.
 */
export const MAX_DEPTH = 500;
