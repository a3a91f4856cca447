import { UsageError } from '@millrace/arguments';
import { describe, expect, it } from 'vitest';
import { readArguments } from './read-arguments.js';

const namesOf = (...args: string[]): string[] => readArguments(args).invariants.map(({ name }) => name);

describe('readArguments', () => {
  it('checks what holds for every log at rest', () => {
    expect(readArguments(['data'])).toMatchObject({
      action: 'check',
      log: 'data',
      kafka: false,
      journal: undefined,
      answers: undefined,
      slots: undefined,
      processes: false,
      logOnly: false,
      live: false,
      json: false,
      keep: 100,
    });
    expect(namesOf('data')).toContain('I14');
    expect(namesOf('data')).not.toContain('EXACTLY-ONCE');
  });

  it('leaves runs that are under way alone where the log is live', () => {
    expect(namesOf('data', '--live')).not.toContain('I14');
  });

  it('takes names of invariants in any case', () => {
    expect(namesOf('data', '--only', 'i4, exactly-once')).toEqual(['I4', 'EXACTLY-ONCE']);
    expect(namesOf('data', '--exactly-once').at(-1)).toBe('EXACTLY-ONCE');
  });

  it('takes the log of a cluster by a file of settings', () => {
    expect(readArguments(['--kafka', 'c.yaml', '--live'])).toMatchObject({ log: 'c.yaml', kafka: true });
  });

  it('says what makes no sense', () => {
    expect(() => readArguments([])).toThrow(UsageError);
    expect(() => readArguments(['data', '--only', 'I99'])).toThrow(/There is no invariant 'I99'/);
    expect(() => readArguments(['data', '--kafka', 'c.yaml'])).toThrow(/either --kafka or data/);
    expect(() => readArguments(['data', '--keep', 'x'])).toThrow(UsageError);
    expect(() => readArguments(['data', '--slots', '1.5'])).toThrow(/--slots is '1.5'/);
    expect(() => readArguments(['data', '--nonsense'])).toThrow(UsageError);
    expect(() => readArguments(['export'])).toThrow(UsageError);
  });
});
