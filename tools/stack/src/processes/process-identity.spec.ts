import { describe, expect, it } from 'vitest';
import { startFromStat } from './process-identity.js';

const stat = (command: string, state: string) =>
  `7 (${command}) ${state} ${Array.from({ length: 18 }, (_, index) => index + 4).join(' ')} 4711 0 0`;

describe('the start of a process', () => {
  it('is the 22nd field of its stat', () => {
    expect(startFromStat(stat('java', 'S'))).toBe('4711');
  });

  it('is found behind a command with parentheses and spaces', () => {
    expect(startFromStat(stat('a) Z (b', 'R'))).toBe('4711');
  });

  it('is not that of a process which has ended and was not reaped', () => {
    expect(startFromStat(stat('java', 'Z'))).toBeUndefined();
  });
});
