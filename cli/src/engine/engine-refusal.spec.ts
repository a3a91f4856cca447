import { describe, expect, it } from 'vitest';
import { engineRefusal } from './engine-refusal.js';

const FULL = 'millrace: The disk (or quota) of /d is full: free space; nothing was lost.';

describe('the refusal of an engine', () => {
  it.each([
    [1, FULL, 'ENGINE_REFUSED'],
    [2, 'millrace: /d is no folder.', 'USAGE'],
    [2, 'millrace standalone: --slots: Too small', 'USAGE'],
    [7, 'millrace: The data folder /d is in use by process 1.', 'DATA_IN_USE'],
  ])('with exit code %i is that of the command, in its own words', (exitCode, line, code) => {
    const message = line.replace(/^millrace.*?: /, '');
    expect(engineRefusal(exitCode, [line])).toMatchObject({ exitCode, problems: [{ code, message }] });
  });

  it('may have several lines, and others before it', () => {
    const refusal = engineRefusal(1, ['{"level":40}', 'millrace: /d/log.db is damaged (page 3', 'page 4).']);
    expect(refusal?.message).toBe('/d/log.db is damaged (page 3\npage 4).');
  });

  it.each([
    ['it broke down', 1, ['millrace: x is undefined', 'TypeError: x is undefined', '    at run (x.js:1:1)']],
    ['it said nothing', 1, []],
    ['it said something else', 1, ['node: bad option']],
    ['it was killed', null, [FULL]],
    ['its exit code says nothing', 3, [FULL]],
  ])('is none where %s', (_what, exitCode, said) => {
    expect(engineRefusal(exitCode, said)).toBeUndefined();
  });
});
