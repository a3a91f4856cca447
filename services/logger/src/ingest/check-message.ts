import { folderOfLog } from '../log-ref.js';
import type { LogLines } from '@millrace/events';

const STREAMS: ReadonlySet<unknown> = new Set(['stdout', 'stderr', 'system']);

/** What is wrong with a message of topic `task-logs`; undefined when it can be taken. */
export function faultOf(message: LogLines): string | undefined {
  try {
    folderOfLog(message);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (!Number.isSafeInteger(message.first) || message.first < 1)
    return 'The number of the first line is none.';
  return Array.isArray(message.lines) && message.lines.every(isLine)
    ? undefined
    : 'It holds something that is no line.';
}

function isLine(line: unknown): boolean {
  return (
    Array.isArray(line) &&
    Number.isFinite(line[0]) &&
    STREAMS.has(line[1]) &&
    typeof line[2] === 'string' &&
    line.length <= 4
  );
}
