import { systemCode } from './folder-failure.js';
import type { LogError } from '../../log-errors.js';
import { LogCorruptError, LogFileError, LogFullError, UnknownOutcomeError } from '../../log-errors.js';

const BUSY = 5;
const FULL = 13;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** The log's word for what SQLite answered. */
export function logErrorOf(error: unknown, file: string): LogError {
  const code = resultCode(error);
  const text = error instanceof Error ? error.message : String(error);
  const full = diskFullOf(error, file);
  if (full) return full;
  if (code === CORRUPT || code === NOT_A_DATABASE) return unusable(file, text);
  return new UnknownOutcomeError(`Could not write to ${file}: ${text}`);
}

/** The error of a full disk, if that is what SQLite or the system said; `path`: where it was to be written. */
export function diskFullOf(error: unknown, path: string): LogFullError | undefined {
  const system = systemCode(error);
  if (resultCode(error) !== FULL && system !== 'ENOSPC' && system !== 'EDQUOT') return undefined;
  const text = error instanceof Error ? error.message : String(error);
  return new LogFullError(`The disk (or quota) of ${path} is full: free space; nothing was lost. (${text})`);
}

export function unusable(file: string, text: string): LogFileError {
  return new LogFileError(
    `${file} is damaged (${text}). Keep a copy, restore it from a backup, or move it away to begin with an empty log.`,
  );
}

/** What a failed read says of the file: that it is damaged, or what SQLite said. */
export function readErrorOf(error: unknown, file: string): unknown {
  const known = logErrorOf(error, file);
  return known instanceof LogCorruptError ? known : error;
}

/** Another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === BUSY;
}

function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
