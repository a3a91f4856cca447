import { ReadModelAheadError } from '@millrace/api';
import { BlobError } from '@millrace/blobs';
import {
  DataFolderError,
  LogCorruptError,
  LogFileError,
  LogFullError,
  LogInUseError,
  LogTooNewError,
} from '@millrace/events';
import { ReadModelTooNewError } from '@millrace/persistence';
import { describe, expect, it } from 'vitest';
import { StartRefusedError, refusalOf } from './refusal.js';

const FOLDER = '/data';

/** An error of the system, as Node throws it. */
function systemError(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: said the system`), { code }, path === undefined ? {} : { path });
}

/** An error of SQLite, as Node throws it. */
function sqliteError(errcode: number): Error {
  return Object.assign(new Error('said SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });
}

describe('what the surroundings keep the process from', () => {
  it.each([
    ['a folder in use', new LogInUseError('in use'), 7],
    ['a folder that cannot be used', new DataFolderError('no folder'), 2],
    ['a damaged file', new LogFileError('damaged'), 1],
    ['a newer log', new LogTooNewError('newer'), 1],
    ['a full disk', new LogFullError('full'), 1],
    ['a newer read model', new ReadModelTooNewError('newer'), 1],
    ['a read model of another log', new ReadModelAheadError('ahead'), 1],
    ['an address in use', new StartRefusedError('in use', 7), 7],
    ['a token that others can read', new StartRefusedError('chmod 600'), 1],
  ])('is told as it is: %s', (_what, error, exitCode) => {
    expect(refusalOf(error, FOLDER)).toMatchObject({ message: error.message, exitCode });
  });

  it('names the file and what to do where a reader of the log found it damaged', () => {
    expect(refusalOf(new LogCorruptError('At offset 3: no JSON'), FOLDER)).toEqual({
      message: expect.stringMatching(
        /^\/data\/log\.db is damaged \(At offset 3: no JSON\)\. Keep a copy, restore/,
      ),
      exitCode: 1,
    });
  });

  it.each([systemError('ENOSPC', '/data/worker/incarnations.new'), systemError('EDQUOT'), sqliteError(13)])(
    'says that the disk of the folder is full and nothing is lost, whoever met it: %s',
    (error) => {
      expect(refusalOf(error, FOLDER)).toEqual({
        message: expect.stringMatching(
          /^The disk \(or quota\) of \/data is full: free space; nothing was lost\./,
        ),
        exitCode: 1,
      });
    },
  );

  it.each(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST'])(
    'names a file that gives %s',
    (code) => {
      expect(refusalOf(systemError(code, '/data/blobs'), FOLDER)).toEqual({
        message: expect.stringMatching(/^\/data\/blobs cannot be used: .+\. Put that right, or name another/),
        exitCode: 2,
      });
    },
  );

  it('looks behind what the store of blobs says', () => {
    const cause = systemError('EACCES', '/data/blobs/logger');
    const error = new BlobError('STORE_FAILED', 'Could not read blob a', { cause });
    expect(refusalOf(error, FOLDER)?.message).toMatch(
      /^\/data\/blobs\/logger cannot be used: permission denied\./,
    );
  });

  it.each([
    new TypeError('x is undefined'),
    systemError('ENOENT', '/data/gone'),
    systemError('EPERM'),
    sqliteError(1),
    'thrown text',
  ])('is not to blame for a defect: %s', (error) => {
    expect(refusalOf(error, FOLDER)).toBeUndefined();
  });
});
