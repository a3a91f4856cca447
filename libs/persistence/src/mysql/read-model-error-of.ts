import {
  ReadModelDamagedError,
  ReadModelError,
  ReadModelFullError,
  ReadModelUnavailableError,
} from '../read-model-errors.js';
import { UnreadableColumnError } from '../tables/unreadable-column-error.js';
import type { MysqlSettings } from './mysql-settings.js';
import { placeOf } from './mysql-settings.js';
import { DAMAGED, FAULTS, FULL, lost, noTls } from './server-faults.js';

/** Where the engine's own error stands in the text only: no space is left. */
const ENGINE_ERROR = 1030;
const NO_SPACE = /\berror:? 28\b/i;

interface DriverError {
  /** Of the server; 0 where the client found the error. */
  readonly errno: number;
  readonly code: string;
  /** The connection is of no use any more. */
  readonly fatal: boolean;
  readonly message: string;
}

/** What a failure says of the read model, in its own words; anything else as it came. */
export function readModelErrorOf(cause: unknown, settings: MysqlSettings): unknown {
  if (cause instanceof ReadModelError) return cause;
  const error = driverErrorOf(cause);
  const place = placeOf(settings);
  if (isFull(error)) {
    const text = `The disk (or quota) of ${place} is full: free space; the log keeps it all.`;
    return new ReadModelFullError(text, { cause });
  }
  const fault = faultOf(error, settings);
  if (fault !== undefined) return new ReadModelUnavailableError(fault, { cause });
  if (!isUnreadable(cause) && !DAMAGED.has(error.errno)) return cause;
  const text = `The read model in ${place} is damaged: it must be made anew from the log.`;
  return new ReadModelDamagedError(text, { cause });
}

/** Number of the server's error, also where TypeORM has wrapped it; 0: it is none of the server. */
export function errnoOf(error: unknown): number {
  return driverErrorOf(error).errno;
}

function isFull({ errno, message }: DriverError): boolean {
  return FULL.has(errno) || (errno === ENGINE_ERROR && NO_SPACE.test(message));
}

function isUnreadable(cause: unknown): boolean {
  return cause instanceof SyntaxError || cause instanceof UnreadableColumnError;
}

function faultOf({ errno, code, fatal }: DriverError, settings: MysqlSettings): string | undefined {
  const known = FAULTS.get(errno);
  if (known) return known(settings);
  if (code === 'HANDSHAKE_SSL_ERROR' || code === 'HANDSHAKE_NO_SSL_SUPPORT') return noTls(settings);
  return fatal && errno === 0 ? lost(settings) : undefined;
}

function driverErrorOf(error: unknown): DriverError {
  if (!(error instanceof Error)) return { errno: 0, code: '', fatal: false, message: '' };
  if ('driverError' in error) return driverErrorOf(error.driverError);
  const { errno, code, fatal, message }: ErrorOfDriver = error;
  return {
    // Errors of the system have numbers, too, below zero.
    errno: typeof errno === 'number' && errno > 0 ? errno : 0,
    code: typeof code === 'string' ? code : '',
    fatal: fatal === true || 'syscall' in error,
    message,
  };
}

/** What drivers add to their errors. */
interface ErrorOfDriver extends Error {
  readonly errno?: unknown;
  readonly code?: unknown;
  readonly fatal?: unknown;
}
