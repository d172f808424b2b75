/**
 * What the API server spends on CEL, in its unit of cost. Source: apiserver pkg/apis/cel/config.go PerCallLimit,
 * RuntimeCELCostBudget (per object and definition, or per object and binding of a policy),
 * RuntimeCELCostBudgetMatchConditions.
 */
export const PER_EXPRESSION = 1_000_000;
export const PER_OBJECT = 10_000_000;
export const PER_MATCH_CONDITIONS = 2_500_000;

/**
 * Steps of the evaluator here, of which some cost nothing upstream: `true && true`, the text of an error. What takes
 * more is not evaluated; a step is some ten nanoseconds.
 */
const MOST_STEPS = 10_000_000;
const MOST_STEPS_PER_OBJECT = 3 * MOST_STEPS;

/** What several expressions about one object may cost together. */
export class Budget {
  spent = 0;
  private steps = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Why no more expressions are evaluated; undefined while there is something left. */
  get exhausted(): string | undefined {
    if (this.spent > this.limit)
      return `the expressions for this object together cost more than ${this.limit}, where the API server stops`;
    if (this.steps > MOST_STEPS_PER_OBJECT)
      return 'the expressions for this object together take more steps than are taken here';
    return undefined;
  }

  spend(cost: number, steps = 0): void {
    this.spent += cost;
    this.steps += steps;
  }
}

/** Made once: a trace of calls takes longer than most expressions. */
const STOPPED = new Error('stopped');

/** One evaluation: what it has cost, and where it is stopped. */
export class Run {
  cost = 0;
  /** Set as soon as a limit is passed; whatever the expression then gives does not count, as `||` may swallow the error. */
  stopped: string | undefined;
  steps = 0;

  spend(cost: number): void {
    this.cost += cost;
    if (this.cost > PER_EXPRESSION)
      this.stop(`it costs more than ${PER_EXPRESSION}, where the API server stops`);
  }

  /** Stops unless at least this much more may be spent. */
  room(cost: number): void {
    if (this.cost + cost > PER_EXPRESSION) this.spend(cost);
  }

  work(steps: number): void {
    this.steps += steps;
    if (this.steps > MOST_STEPS) this.stop('it takes more steps than are taken here');
  }

  /** Ends the evaluation without a value. */
  stop(why: string): never {
    this.stopped ??= why;
    throw STOPPED;
  }
}
