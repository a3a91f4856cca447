import { UsageError } from '@millrace/arguments';
import { ConfigError } from '@millrace/config';
import { DataFolderError, LogCorruptError, LogUnreachableError } from '@millrace/events';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.js';

describe('refusalOf', () => {
  it.each([
    ['words that make no sense', new UsageError('no'), 2],
    ['settings that are none', new ConfigError(['no']), 2],
    ['a folder without a log', new DataFolderError('no'), 6],
    ['a log that cannot be read', new LogCorruptError('no'), 8],
    ['brokers that do not answer', new LogUnreachableError('no'), 10],
  ])('tells of %s in a sentence', (_what, error, exitCode) => {
    expect(refusalOf(error)).toEqual({ message: error.message, exitCode });
  });

  it('tells what is not there by its path, and what to give', () => {
    const error = Object.assign(new Error('ENOENT: stat'), { code: 'ENOENT', path: '/nowhere' });
    expect(refusalOf(error)).toEqual({
      message: 'There is nothing at /nowhere: give a data folder, an exported log, or a file that is there.',
      exitCode: 6,
    });
  });

  it('tells a defect with its stack', () => {
    const error = new TypeError('x is undefined');
    expect(refusalOf(error)).toEqual({ message: error.stack, exitCode: 1 });
    expect(refusalOf('why')).toEqual({ message: 'why', exitCode: 1 });
  });
});
