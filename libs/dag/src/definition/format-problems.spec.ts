import { expect, it } from 'vitest';
import { formatProblem, formatProblems } from './format-problems.js';

const problem = { code: 'CYCLE', message: 'It turns.', pointer: '/tasks/a', line: 3, column: 7 };

it('writes file, place, code, message and hint', () => {
  expect(formatProblem({ ...problem, hint: 'cut it' }, 'flow.yaml')).toBe(
    'flow.yaml:3:7: CYCLE It turns. (hint: cut it)',
  );
});

it('leaves out what is not there and writes a line for each problem', () => {
  expect(formatProblems([problem, { ...problem, line: 4 }])).toBe(
    '3:7: CYCLE It turns.\n4:7: CYCLE It turns.',
  );
});
