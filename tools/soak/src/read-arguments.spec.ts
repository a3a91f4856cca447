import { describe, expect, it } from 'vitest';
import { readArguments } from './read-arguments.js';

const NOON = Date.UTC(1970, 0, 11, 12);

describe('the arguments of a soak', () => {
  it('have defaults, and the seed is that of the day', () => {
    expect(readArguments([], NOON)).toEqual({
      minutes: 15,
      seed: 10,
      faults: true,
      rate: 10,
      faultEvery: 60,
      sampleEvery: 10,
      json: false,
      record: false,
    });
  });

  it('are taken as they are given', () => {
    const args = ['--minutes', '0.5', '--seed', '7', '--faults', 'off', '--rate', '3', '--json'];
    expect(readArguments(args, NOON)).toMatchObject({
      minutes: 0.5,
      seed: 7,
      faults: false,
      rate: 3,
      json: true,
    });
  });

  it.each([
    ['--minutes', '0'],
    ['--minutes', 'ten'],
    ['--rate', '-1'],
    ['--seed', '1.5'],
    ['--faults', 'some'],
    ['--hours', '1'],
  ])('are refused where they make no sense: %s %s', (name, value) => {
    expect(() => readArguments([name, value], NOON)).toThrow(name);
  });
});
