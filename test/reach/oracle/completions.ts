/**
 * Answers a question that the input leaves open with a number below `answers`. The same question has the same answer
 * as long as one completion lasts.
 */
export type Ask = (question: string, answers: number) => number;

/**
 * Evaluates once under every completion of what is asked for: a depth-first walk through the tree of answers, in
 * which each run replays the answers that lead to its place and answers 0 from there on.
 */
export function* underEveryCompletion<T>(evaluate: (ask: Ask) => T): Generator<T> {
  let replay: readonly number[] = [];
  for (;;) {
    const asked: { answer: number; readonly answers: number }[] = [];
    const known = new Map<string, number>();
    yield evaluate((question, answers) => {
      let answer = known.get(question);
      if (answer === undefined) {
        answer = replay[asked.length] ?? 0;
        asked.push({ answer, answers });
        known.set(question, answer);
      }
      return answer;
    });
    while (asked.length > 0) {
      const last = asked[asked.length - 1];
      if (last === undefined || last.answer + 1 < last.answers) break;
      asked.pop();
    }
    const last = asked[asked.length - 1];
    if (last === undefined) return;
    last.answer += 1;
    replay = asked.map(({ answer }) => answer);
  }
}
