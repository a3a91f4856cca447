import { UsageError } from '@millrace/arguments';
import { describe, expect, it } from 'vitest';
import { readArguments } from './read-arguments.js';

const read = (...args: readonly string[]) => readArguments(args, () => 4711);

describe('the arguments of simulations', () => {
  it('are ten worlds from a seed of the clock, where nothing is said', () => {
    expect(read()).toMatchObject({ seed: 4711, count: 10, minutes: undefined, hours: 1, resume: undefined });
  });

  it('give the file of a count that is gone on with', () => {
    expect(read('--seed', '7', '--resume', 'done')).toMatchObject({ seed: 7, resume: 'done' });
  });

  it.each([
    ['--resume done', 'Give --resume with the --seed of the earlier count.'],
    ['--seed 7 --resume done --plants', 'leave --plants, --plant, --mutants and --told out'],
    ['--seed 7 --resume done --plant mail-skipped', 'leave --plants'],
    ['--seed 7 --resume done --mutants 3', 'leave --plants'],
    ['--seed 7 --resume done --told', 'leave --plants'],
    ['--told --count 2', 'leave --count out'],
    ['everything', "'everything' is not understood"],
    ['--count 0', "--count is '0'"],
  ])('are refused where they make no sense: %s', (args, message) => {
    expect(() => read(...args.split(' '))).toThrow(UsageError);
    expect(() => read(...args.split(' '))).toThrow(message);
  });
});
