import { describe, expect, it } from 'vitest';
import { logLineForm, splitLines } from './log-text.js';

const LINE = 'a\u001b[31mb\u001b]0;t\u0007\r';

async function* pieces(...texts: string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

describe('log lines', () => {
  it('go to files and pipes as they were written', () => {
    expect(logLineForm(false, true)(LINE)).toBe(LINE);
  });

  it('keep only colours on a terminal', () => {
    expect(logLineForm(true, true)(LINE)).toBe('a\u001b[31mb\u001b[0m');
  });

  it('keep no colours on a terminal that is to have none', () => {
    expect(logLineForm(true, false)(LINE)).toBe('ab');
  });

  it('are put together from pieces', async () => {
    const lines: string[] = [];
    for await (const line of splitLines(pieces('a\nb', 'c\n', '\nlast'))) lines.push(line);
    expect(lines).toEqual(['a', 'bc', '', 'last']);
  });
});
