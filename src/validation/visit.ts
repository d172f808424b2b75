import type { JsonObject, JsonValue, Path } from '../base/json.ts';
import type { Violation } from './statement.ts';

/** A walk over one object: where it is, and what it found. */
export class Visit {
  /** The object as a whole. */
  readonly root: JsonObject;
  readonly violations: Violation[] = [];
  /** From the object to the value that is judged; changes as the walk goes on. */
  readonly #path: (string | number)[] = [];
  readonly #values: JsonValue[] = [];
  /** How many steps down; what lies beyond in the two lists is left over. */
  depth = 0;

  readonly #walk: (type: string, value: JsonValue, visit: Visit) => void;

  /** `walk` judges a value by what is stated of a type. */
  constructor(root: JsonObject, walk: (type: string, value: JsonValue, visit: Visit) => void) {
    this.root = root;
    this.#walk = walk;
  }

  /** Judges the value where the visit is by what is stated of another type, too. */
  judge(type: string, value: JsonValue): void {
    this.#walk(type, value, this);
  }

  enter(step: string | number, value: JsonValue): void {
    this.#path[this.depth] = step;
    this.#values[this.depth] = value;
    this.depth++;
  }

  leave(): void {
    this.depth--;
  }

  /** `1` is the value that holds the one that is judged, `2` the one that holds that. */
  above(levels: number): JsonValue | undefined {
    const index = this.depth - 1 - levels;
    return index < 0 ? this.root : this.#values[index];
  }

  /** The place of what is judged, or of something below it. */
  pathTo(below: Path = []): Path {
    return [...this.#path.slice(0, this.depth), ...below];
  }

  report(violation: Omit<Violation, 'path'>, below: Path = []): void {
    this.violations.push({ ...violation, path: this.pathTo(below) });
  }

  /** Of another place than the one that is judged, from the object. */
  reportAt(violation: Omit<Violation, 'path'>, path: Path): void {
    this.violations.push({ ...violation, path });
  }
}
