import { describe, expect, it } from 'vitest';
import { readArguments } from './read-arguments.js';

describe('the arguments of the stack', () => {
  it('mean all parts unless some are named', () => {
    expect(readArguments(['up']).parts).toEqual(['kafka', 'database', 'redis']);
    expect(readArguments(['down', '--parts', 'redis, kafka,redis']).parts).toEqual(['redis', 'kafka']);
  });

  it('name one part for the logs', () => {
    expect(readArguments(['logs', 'kafka', '--lines', '7'])).toMatchObject({ parts: ['kafka'], lines: 7 });
  });

  it.each([
    [[], 'Say what to do.'],
    [['start'], "There is no 'start'."],
    [['up', 'kafka'], "'kafka' is too much."],
    [['logs', 'kafka', 'redis'], "'redis' is too much."],
    [['up', '--parts', 'mysql'], "'mysql' are no parts: give some of kafka, database, redis."],
    [['logs', '--lines', '0'], "--lines is '0': give a whole number of 1 or more."],
    [['up', '--now'], "Unknown option '--now'"],
  ])('are refused when they are %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
