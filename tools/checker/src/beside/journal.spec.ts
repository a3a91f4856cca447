import { describe, expect, it } from 'vitest';
import { Journal } from './journal.js';

const line = { run: 'r', task: 'a', attempt: 1, pid: 7, event: 'start', at: 12 } as const;

describe('Journal', () => {
  it('gives the lines of a run by task, with their numbers', () => {
    const journal = Journal.of([
      JSON.stringify(line),
      '',
      JSON.stringify({ ...line, event: 'end' }),
      JSON.stringify({ ...line, run: 's' }),
    ]);
    expect(journal.ofRun('r').get('a')).toEqual([
      { ...line, line: 1 },
      { ...line, event: 'end', line: 3 },
    ]);
    expect([...journal.runs()]).toEqual(['r', 's']);
    expect(journal.lines).toBe(4);
  });

  it('counts lines that a crash has cut', () => {
    const journal = Journal.of(['{"run":"r","ta', JSON.stringify({ ...line, event: 'stop' })]);
    expect(journal.unreadable).toEqual([1, 2]);
    expect(journal.ofRun('r').size).toBe(0);
  });
});
