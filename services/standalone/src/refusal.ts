import { ReadModelAheadError } from '@millrace/api';
import { BlobError } from '@millrace/blobs';
import {
  DataFolderError,
  LogCorruptError,
  LogError,
  LogFileError,
  LogInUseError,
  diskFullOf,
  folderFailureOf,
  unusable,
} from '@millrace/events';
import { EXIT } from '@millrace/nest-kit';
import { ReadModelError } from '@millrace/persistence';
import { GuardUnavailableError } from '@millrace/tasks';
import { pathsOf } from './folder-paths.js';

/** The process cannot serve as it was started; the message says why and what to do. */
export class StartRefusedError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.unexpected,
  ) {
    super(message);
  }
}

export interface Refusal {
  readonly message: string;
  readonly exitCode: number;
}

/** What the surroundings of the process keep it from, as people are told it; undefined for a defect of its own. */
export function refusalOf(thrown: unknown, folder: string): Refusal | undefined {
  const error = inFolder(thrown, folder);
  if (error instanceof StartRefusedError) return error;
  if (error instanceof LogInUseError) return { message: error.message, exitCode: EXIT.conflict };
  if (error instanceof DataFolderError || error instanceof GuardUnavailableError)
    return { message: error.message, exitCode: EXIT.usage };
  const told = [LogError, ReadModelError, ReadModelAheadError].some((kind) => error instanceof kind);
  return told && error instanceof Error ? { message: error.message, exitCode: EXIT.unexpected } : undefined;
}

/** The error with the file or folder in it that people have to look at. */
function inFolder(error: unknown, folder: string): unknown {
  if (error instanceof LogFileError) return error;
  if (error instanceof LogCorruptError) return unusable(pathsOf(folder).log, error.message);
  if (error instanceof LogError) return error;
  const cause = error instanceof BlobError ? error.cause : error;
  return diskFullOf(cause, folder) ?? folderFailureOf(cause) ?? error;
}
