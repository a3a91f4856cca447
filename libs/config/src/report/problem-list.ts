import type { Origin, TextPosition } from '../values/origin.js';

interface Problem {
  readonly text: string;
  readonly position: TextPosition | undefined;
}

/** Gathers everything that is wrong. */
export class ProblemList {
  private readonly problems: Problem[] = [];

  /** `what` says what is wrong and what to do: `kafka.brokers: must be a list, not text`. */
  add(origin: Origin | undefined, what: string): void {
    const text = origin === undefined ? what : `${origin.place}: ${what}`;
    this.problems.push({ text, position: origin?.position });
  }

  /** A line each, those of the file first and in its order. */
  lines(): readonly string[] {
    const inFile = this.problems.filter(({ position }) => position !== undefined);
    const others = this.problems.filter(({ position }) => position === undefined);
    return [...new Set([...inFile.sort(byPosition), ...others].map(({ text }) => text))];
  }
}

function byPosition({ position: left }: Problem, { position: right }: Problem): number {
  const start = { line: 0, column: 0 };
  const [a, b] = [left ?? start, right ?? start];
  return a.line - b.line || a.column - b.column;
}
