import { describe, expect, it } from 'vitest';
import { plain } from './colours.js';
import { problemLines } from './problem-text.js';

describe('a problem', () => {
  it('says where, what and what to do', () => {
    const problem = {
      code: 'UNKNOWN_KEY',
      message: "There is no key 'scirpt'.",
      hint: "Did you mean 'script'?",
      file: 'a.yaml',
      line: 3,
      column: 5,
    };
    expect(problemLines(problem, plain)).toEqual([
      "a.yaml:3:5: UNKNOWN_KEY There is no key 'scirpt'.",
      "  hint: Did you mean 'script'?",
    ]);
  });

  it('needs no place', () => {
    expect(problemLines({ code: 'USAGE', message: 'No.' }, plain)).toEqual(['USAGE No.']);
  });

  it('is harmless for a terminal', () => {
    expect(problemLines({ code: 'A', message: 'x\u001b[2J\ny' }, plain)).toEqual(['A x␛[2J\ny']);
  });
});
