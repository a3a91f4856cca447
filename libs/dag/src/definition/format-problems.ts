import type { ValidationProblem } from './validation-problem.js';

/** One line a problem: `file:line:column: CODE message (hint: …)`. Pass '' where there is no file. */
export function formatProblems(problems: readonly ValidationProblem[], file = ''): string {
  return problems.map((problem) => formatProblem(problem, file)).join('\n');
}

export function formatProblem(problem: ValidationProblem, file = ''): string {
  const place = [...(file === '' ? [] : [file]), problem.line, problem.column].join(':');
  const hint = problem.hint === undefined ? '' : ` (hint: ${problem.hint})`;
  return `${place}: ${problem.code} ${problem.message}${hint}`;
}
